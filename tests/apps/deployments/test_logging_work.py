"""Hours, costs and the activity log: what is written, what is refused, how it is corrected."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from muster.deployments import commands, queries
from muster.files import queries as files
from muster.files.models import StoredFile
from muster.journal import clock
from muster.journal.models import Fact
from muster.rules.refusal import NotFound, Refused
from tests.apps.deployments.stage import Stage

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def codes(refused) -> list[str]:
    return [each.code for each in refused.value.refusals]


def log(stage: Stage, start: float, end: float, **values):
    """Log time between so many hours ago."""
    now = clock.now()
    given = {
        "starts_at": now - timedelta(hours=start),
        "ends_at": now - timedelta(hours=end),
        "task": "Imaging PCs",
        **values,
    }
    return commands.log_time(
        given.pop("actor", stage.helper), deployment_id=stage.person.id, **given
    )


def spend(stage: Stage, **values):
    given = {
        "category": "meals",
        "incurred_on": today(stage),
        "description": "Lunch",
        "amount_cents": 1850,
        **values,
    }
    actor = given.pop("actor", stage.helper)
    return commands.log_expense(actor, mission_id=stage.mission.id, **given)


def today(stage: Stage):
    return clock.now().astimezone(queries.terms_of_mission(stage.mission).zone).date()


def test_hours_are_logged_at_the_promised_rate(stage: Stage) -> None:
    stage.arrive(9)
    entry = log(stage, 8.5, 0.5)
    assert entry.rate_ten_thousandths == 625000
    assert queries.free_meter(stage.host, stage.mission.id).used == 8
    assert Fact.objects.get(kind="TimeLogged").payload["minutes"] == 480


@pytest.mark.parametrize(
    ("start", "end", "values", "code"),
    [
        (2, 3, {}, "time.ends_before_it_starts"),
        (2, -1, {}, "time.in_the_future"),
        (50, 1, {"kind": "travel"}, "time.more_than_a_day"),
        (12, 11, {"kind": "travel"}, "time.before_the_mission"),
        (9.5, 8, {}, "time.before_check_in"),
        (8, 7, {"kind": "holiday"}, "time.kind_unknown"),
        (5, 3, {}, "time.overlaps"),
    ],
)
def test_hours_that_cannot_be_are_refused(stage, start, end, values, code) -> None:
    stage.arrive(9)
    log(stage, 4, 3.5)
    with pytest.raises(Refused) as refused:
        log(stage, start, end, **values)
    assert code in codes(refused)


def test_work_waits_for_the_check_in_and_travel_does_not(stage: Stage) -> None:
    with pytest.raises(Refused) as refused:
        log(stage, 3, 2)
    assert codes(refused) == ["time.not_checked_in"]
    assert log(stage, 3, 2, kind="travel").kind == "travel"


def test_work_ends_with_going_home_and_travel_does_not(stage: Stage) -> None:
    stage.arrive(9)
    home = clock.now() - timedelta(hours=5)
    commands.demobilize(stage.helper, deployment_id=stage.person.id, at=home)
    with pytest.raises(Refused) as refused:
        log(stage, 6, 4)
    assert codes(refused) == ["time.after_going_home"]
    assert log(stage, 6, 5).kind == "regular"
    assert log(stage, 5, 4, kind="travel").kind == "travel"


def test_the_host_does_not_log_the_helpers_hours(stage: Stage) -> None:
    stage.arrive()
    with pytest.raises(Refused) as refused:
        log(stage, 3, 2, actor=stage.host)
    assert codes(refused) == ["deployment.not_yours"]


def test_hours_are_corrected_by_striking_out_and_logging_anew(stage: Stage) -> None:
    stage.arrive()
    entry = log(stage, 8, 2)
    commands.void_time(stage.helper, time_entry_id=entry.id, reason="Lunch was not taken off")
    log(stage, 8, 3)
    assert queries.free_meter(stage.helper, stage.mission.id).used == 5
    struck = queries.time_entries(stage.host, stage.mission.id, with_voided=True)
    assert [each.void_reason for each in struck].count("Lunch was not taken off") == 1
    with pytest.raises(Refused) as refused:
        commands.void_time(stage.helper, time_entry_id=entry.id, reason="Again")
    assert codes(refused) == ["time.already_void"]


def test_an_expense_is_kept_with_its_receipt_for_both_sides(stage: Stage) -> None:
    expense = spend(stage, incurred_on=today(stage), receipt=("lunch.pdf", PDF))
    assert files.get_file(stage.host, expense.receipt_file_id).name == "lunch.pdf"
    with pytest.raises(NotFound):
        files.get_file(stage.stranger, expense.receipt_file_id)
    facts = queries.settlement_facts(stage.finance, stage.mission.id)
    assert [(str(each.unit_price), each.has_receipt) for each in facts.charges] == [
        ("$18.50 USD", True)
    ]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"amount_cents": 0}, "expense.no_amount"),
        ({"amount_cents": 10**12}, "expense.too_large"),
        ({"category": "bribes"}, "expense.category_unknown"),
        ({"description": " "}, "expense.no_description"),
        ({"receipt": ("lunch.pdf", b"MZ no pdf")}, "file.not_what_it_says"),
    ],
)
def test_an_expense_that_cannot_be_is_refused_and_keeps_nothing(stage, values, code) -> None:
    with pytest.raises(Refused) as refused:
        spend(stage, **{"incurred_on": today(stage), **values})
    assert codes(refused) == [code]
    assert not queries.expenses(stage.duty, stage.mission.id).exists()
    assert not StoredFile.objects.exists()


def test_an_expense_lies_between_the_authority_and_today(stage: Stage) -> None:
    for days, code in ((2, "expense.in_the_future"), (-9, "expense.before_the_mission")):
        with pytest.raises(Refused) as refused:
            spend(stage, incurred_on=today(stage) + timedelta(days=days))
        assert codes(refused) == [code]


def test_an_expense_is_struck_out_with_a_reason(stage: Stage) -> None:
    expense = spend(stage, incurred_on=today(stage))
    with pytest.raises(Refused) as refused:
        commands.void_expense(stage.helper, expense_id=expense.id, reason="")
    assert codes(refused) == ["reason.required"]
    commands.void_expense(stage.finance, expense_id=expense.id, reason="Paid privately")
    assert queries.settlement_facts(stage.duty, stage.mission.id).charges == ()


def test_the_activity_log_names_who_wrote_it_and_for_whom(stage: Stage) -> None:
    line = commands.log_activity(
        stage.helper, mission_id=stage.mission.id, text="Imaged 12 PCs", position="Technician"
    )
    assert (line.author_name, line.author_position) == (stage.helper.name, "Technician")
    assert line.home_agency == stage.world.parties["county"].name
    assert [each.text for each in queries.activities(stage.host, stage.mission.id)] == [
        "Imaged 12 PCs"
    ]


def test_an_empty_line_is_refused(stage: Stage) -> None:
    with pytest.raises(Refused) as refused:
        commands.log_activity(stage.helper, mission_id=stage.mission.id, text="  ")
    assert codes(refused) == ["activity.empty"]


def test_nothing_is_written_into_a_closed_mission(stage: Stage) -> None:
    stage.bring_home()
    commands.close_out_mission(stage.duty, mission_id=stage.mission.id)
    for attempt in (
        lambda: log(stage, 3, 2),
        lambda: spend(stage, incurred_on=today(stage)),
        lambda: commands.log_activity(stage.duty, mission_id=stage.mission.id, text="Late"),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert "mission.books_closed" in codes(refused)


@pytest.mark.parametrize("who", ["stranger"])
def test_a_stranger_writes_nothing(stage: Stage, who: str) -> None:
    stage.arrive()
    actor = getattr(stage, who)
    for attempt in (
        lambda: log(stage, 3, 2, actor=actor),
        lambda: spend(stage, incurred_on=today(stage), actor=actor),
        lambda: commands.log_activity(actor, mission_id=stage.mission.id, text="Hello"),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_hours_under_one_id_are_logged_once_and_its_id_serves_nobody_else(stage: Stage) -> None:
    stage.arrive(9)
    first = log(stage, 8.5, 0.5, time_entry_id=uuid4())
    assert log(stage, 8.5, 0.5, time_entry_id=first.id).id == first.id
    assert queries.time_entries(stage.helper, stage.mission.id).count() == 1
    with pytest.raises(Refused) as refused:
        log(stage, 8.5, 0.5, time_entry_id=first.id, actor=stage.duty)
    assert codes(refused) == ["id.taken"]
