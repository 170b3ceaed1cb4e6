"""What messaging does in every worker."""

from __future__ import annotations

from muster.journal.handling import task
from muster.messaging import dispatching

__all__ = ["dispatching"]


@task
def deliver(message_id: str) -> None:
    """Nothing: earlier versions kept a job for each message, now the messages are the list."""
