"""The one screen of a situation report."""

from __future__ import annotations

from typing import Any

from muster.response import commands
from muster.response.forms import ReportForm
from muster.response.views.writing import OperationCommand
from muster.rules.actor import Actor


class WriteReport(OperationCommand):
    permission = "operation.lead"
    commands = (commands.write_report,)
    form_class = ReportForm
    title = "Situation report"
    submit_label = "Send the report"
    intro = (
        "What stands, what is next, what is lacking. Lines still open, people here, hours and tasks "
        "are counted for you."
    )
    success_message = "Sent. All who help can read it."

    def initial(self) -> dict[str, Any]:
        last = self.operation.reports.order_by("-number").first()
        if last is None:
            return {}
        return {"public_text": last.public_text, "restricted_text": last.restricted_text}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.write_report(
            actor,
            operation_id=self.operation.id,
            public_text=cleaned["public_text"],
            restricted_text=cleaned["restricted_text"],
            report_id=cleaned["submission_id"],
        )
