"""The pages of this room."""

from muster.response.views.board import BoardPage, OwnPartPage
from muster.response.views.leading import (
    BeginWave,
    ChangeOperation,
    ChangePhase,
    OfferPost,
    StartOperation,
    TakePost,
)
from muster.response.views.operation import OperationPage, Reports
from muster.response.views.planning import (
    AddObjective,
    AddTask,
    AssignTask,
    OpenPeriod,
    PlanShift,
    ProgressObjective,
    ProgressTask,
    RemoveShift,
)
from muster.response.views.precedence import (
    EndPlace,
    PlaceRequest,
    PrecedencePage,
    SetWeights,
)
from muster.response.views.reporting import WriteReport

__all__ = [
    "AddObjective",
    "AddTask",
    "AssignTask",
    "BeginWave",
    "BoardPage",
    "ChangeOperation",
    "ChangePhase",
    "EndPlace",
    "OfferPost",
    "OpenPeriod",
    "OperationPage",
    "OwnPartPage",
    "PlaceRequest",
    "PlanShift",
    "PrecedencePage",
    "ProgressObjective",
    "ProgressTask",
    "RemoveShift",
    "Reports",
    "SetWeights",
    "StartOperation",
    "TakePost",
    "WriteReport",
]
