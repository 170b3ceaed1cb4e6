"""How things were used, what rate tables call them, and supplies."""

from __future__ import annotations

from typing import Any

from muster.deployments import commands, forms, queries
from muster.deployments.views.writing import DeploymentCommand, MissionCommand, renamed
from muster.journal import clock
from muster.rules.actor import Actor
from muster.rules.refusal import Refused


class LogUse(DeploymentCommand):
    permission = "deployment.return"
    commands = (commands.log_use,)
    form_class = forms.UseForm
    title = "State the use"
    submit_label = "State it"
    success_message = "Stated. Both parties see it, and it is what counts."

    def form_arguments(self) -> dict[str, Any]:
        return {"currency": queries.terms_of_mission(self.mission).currency}

    def initial(self) -> dict[str, Any]:
        zone = queries.terms_of_mission(self.mission).zone
        ended = self.row.ended_at or clock.now()
        return {
            "on": ended.astimezone(zone).date(),
            "quantity": self.row.quantity,
            "hours": queries.hours_out(self.row),
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        same = ("on", "quantity", "hours", "miles", "is_donated", "remark")
        return commands.log_use(
            actor,
            deployment_id=self.row.id,
            supplied_cents=cleaned["supplied"] or 0,
            **{name: cleaned[name] for name in same},
        )


class StrikeUse(MissionCommand):
    permission = "deployment.correct"
    commands = (commands.void_use,)
    form_class = forms.ReasonForm
    title = submit_label = "Strike out this use"
    is_danger = True
    success_message = "Struck out."

    def load(self, actor: Actor) -> None:
        self.use = queries.get_use(actor, self.kwargs["use_id"])
        self.mission = self.use.deployment.mission
        self.intro = f"{self.use.deployment.label}, {self.use.on}"

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.void_use(actor, use_id=self.use.id, reason=cleaned["reason"])


class ChooseRateKey(DeploymentCommand):
    permission = "deployment.correct"
    commands = (commands.choose_rate_key,)
    form_class = forms.RateKeyForm
    title = "Its name in the rate tables"
    submit_label = "Choose"
    success_message = "Chosen. Rates and caps are looked up under this name."

    def form_arguments(self) -> dict[str, Any]:
        return {
            "known": queries.rate_keys(self.actor, self.row),
            "own": self.row.resource.resource_type.label,
        }

    def initial(self) -> dict[str, Any]:
        return {"rate_key": self.row.rate_key}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.choose_rate_key(
            actor, deployment_id=self.row.id, rate_key=cleaned["rate_key"]
        )


class SettleLoss(DeploymentCommand):
    permission = "deployment.correct"
    commands = (commands.settle_loss,)
    form_class = forms.LossForm
    title = submit_label = "Settle the loss"
    success_message = "Settled. Both parties see it, and it is what counts."

    def form_arguments(self) -> dict[str, Any]:
        return {"currency": queries.terms_of_mission(self.mission).currency}

    def initial(self) -> dict[str, Any]:
        return {
            "age_months": self.row.age_months,
            "insurance": self.row.insurance_cents,
            "is_donated": self.row.is_loss_donated,
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.settle_loss(
            actor,
            deployment_id=self.row.id,
            age_months=cleaned["age_months"],
            insurance_cents=cleaned["insurance"],
            is_donated=cleaned["is_donated"],
        )


class LogSupplies(MissionCommand):
    permission = "deployment.log_expense"
    commands = (commands.log_supplies,)
    form_class = forms.SuppliesForm
    title = "Log supplies given"
    intro = "Things given to be used up. What comes back clean, or is replaced, costs nothing."
    submit_label = "Log"
    success_message = "Logged. Both parties see it."

    def form_arguments(self) -> dict[str, Any]:
        return {"currency": queries.terms_of_mission(self.mission).currency}

    def initial(self) -> dict[str, Any]:
        zone = queries.terms_of_mission(self.mission).zone
        return {"given_on": clock.now().astimezone(zone).date()}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        same = ("description", "given_on", "quantity", "is_donated")
        return commands.log_supplies(
            actor,
            mission_id=self.mission.id,
            cost_cents=cleaned["cost"],
            replacement_cents=cleaned["replacement"],
            **{name: cleaned[name] for name in same},
        )


class OfSupplies(MissionCommand):
    """About supplies that were given."""

    def load(self, actor: Actor) -> None:
        self.supplies = queries.get_supply(actor, self.kwargs["supply_id"])
        self.mission = self.supplies.mission
        self.intro = f"{self.supplies.quantity.normalize():f} × {self.supplies.description}"


class SettleSupplies(OfSupplies):
    permission = "deployment.log_expense"
    commands = (commands.settle_supplies,)
    form_class = forms.SuppliesBackForm
    title = "What came back of the supplies"
    submit_label = "Save"
    success_message = "Saved. What is left is paid as the agreement says."

    def initial(self) -> dict[str, Any]:
        names = ("quantity_returned", "quantity_replaced")
        return {name: getattr(self.supplies, name).normalize() for name in names}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.settle_supplies(
            actor,
            supply_id=self.supplies.id,
            quantity_returned=cleaned["quantity_returned"],
            quantity_replaced=cleaned["quantity_replaced"],
        )


class StrikeSupplies(OfSupplies):
    permission = "deployment.correct"
    commands = (commands.void_supplies,)
    form_class = forms.ReasonForm
    title = submit_label = "Strike out these supplies"
    is_danger = True
    success_message = "Struck out."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.void_supplies(actor, supply_id=self.supplies.id, reason=cleaned["reason"])


class Return(DeploymentCommand):
    permission = "deployment.return"
    commands = (commands.return_things,)
    form_class = forms.ReturnForm
    title = submit_label = "Take back"
    success_message = "Taken back. Both parties see what came back and how."

    def form_arguments(self) -> dict[str, Any]:
        return {"currency": queries.terms_of_mission(self.mission).currency}

    def initial(self) -> dict[str, Any]:
        return {"quantity": self.row.quantity - self.row.quantity_returned - self.row.quantity_lost}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        given = {name: value for name, value in cleaned.items() if name != "submission_id"}
        given["supplied_cents"] = given.pop("supplied") or 0
        try:
            return commands.return_things(actor, deployment_id=self.row.id, **given)
        except Refused as refused:
            raise renamed(refused, {"hours": "hours_used", "miles": "miles_used"}) from refused
