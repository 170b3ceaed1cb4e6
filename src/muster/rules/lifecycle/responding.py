"""The lives of an operation's objectives and tasks."""

from enum import StrEnum

from muster.rules.lifecycle.table import Lifecycle, row


class ObjectiveState(StrEnum):
    OPEN = "open"
    MET = "met"
    DROPPED = "dropped"


class TaskState(StrEnum):
    TO_DO = "to_do"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"


Aim, T = ObjectiveState, TaskState

OBJECTIVE = Lifecycle(
    name="objective",
    states=Aim,
    initial=Aim.OPEN,
    ended=frozenset({Aim.MET, Aim.DROPPED}),
    rows=(
        row("meet", Aim.OPEN, Aim.MET, "operation.lead"),
        row("drop", Aim.OPEN, Aim.DROPPED, "operation.lead"),
        row("reopen", {Aim.MET, Aim.DROPPED}, Aim.OPEN, "operation.lead"),
    ),
)

TASK = Lifecycle(
    name="task",
    states=T,
    initial=T.TO_DO,
    ended=frozenset({T.DONE, T.DROPPED}),
    rows=(
        row("assign", {T.TO_DO, T.DOING}, T.TO_DO, "operation.lead"),
        row("start", T.TO_DO, T.DOING, "task.progress"),
        row("finish", {T.TO_DO, T.DOING}, T.DONE, "task.progress"),
        row("drop", {T.TO_DO, T.DOING}, T.DROPPED, "task.progress"),
        row("reopen", {T.DONE, T.DROPPED}, T.TO_DO, "task.progress"),
    ),
)
