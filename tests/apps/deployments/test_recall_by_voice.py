"""A recall that was said by voice: it counts where the terms let it, and is put in writing in time."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse

from muster.agreements.models import AgreementVersion
from muster.clocks.models import Deadline
from muster.deployments import commands
from muster.deployments.models import Recall
from muster.journal import clock
from muster.journal.models import Fact
from muster.journal.worker import drain
from muster.rules.refusal import Refused
from tests.apps.aid.doors import browser, send
from tests.apps.aid.test_pages import page
from tests.apps.deployments.stage import Stage

WHY = "Outage at home"
SAID = "By phone at ten: both people come home, from six in the evening."


def recall(stage: Stage, *, by_voice: bool = True) -> Recall:
    return commands.recall_mission(
        stage.duty,
        mission_id=stage.mission.id,
        reason=WHY,
        effective_at=clock.now() + timedelta(hours=5),
        by_voice=by_voice,
    )


def confirm(stage: Stage, actor=None, text: str = SAID) -> Recall:
    return commands.confirm_recall(actor or stage.duty, mission_id=stage.mission.id, text=text)


def waiting() -> Deadline:
    return Deadline.objects.get(clock_key="recall_confirmation", is_replaced=False)


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.refusals[0].code


def test_a_recall_by_voice_starts_the_responding_partys_clock_and_writing_stops_it(
    stage: Stage,
) -> None:
    said = recall(stage)
    drain()
    row = waiting()
    assert row.started_at - said.noticed_at < timedelta(seconds=5) and row.stopped_at is None
    assert row.owner_party_id == stage.mission.responding_party_id
    assert row.other_party_id == stage.mission.requesting_party_id
    assert row.ends_at == row.started_at + timedelta(hours=24)
    assert row.warns_at == row.ends_at - timedelta(hours=4)

    assert confirm(stage).confirmed_by_name
    drain()
    assert waiting().stopped_at is not None
    fact = Fact.objects.get(kind="RecallConfirmed")
    assert str(stage.mission.requesting_party_id) in fact.audience
    with pytest.raises(Refused) as refused:
        confirm(stage)
    assert code_of(refused) == "recall.nothing_to_confirm"


def test_a_recall_in_writing_waits_for_nothing(stage: Stage) -> None:
    recall(stage, by_voice=False)
    drain()
    assert not Deadline.objects.filter(clock_key="recall_confirmation").exists()
    with pytest.raises(Refused) as refused:
        confirm(stage)
    assert code_of(refused) == "recall.nothing_to_confirm"


def test_a_second_recall_in_writing_confirms_the_spoken_one(stage: Stage) -> None:
    recall(stage)
    recall(stage, by_voice=False)
    drain()
    assert waiting().stopped_at is not None


@pytest.mark.parametrize(
    ("who", "text", "code"),
    [("host", SAID, "deployment.not_yours"), ("duty", "  ", "recall.no_text")],
)
def test_only_the_responding_party_confirms_and_with_words(
    stage: Stage, who: str, text: str, code: str
) -> None:
    recall(stage)
    with pytest.raises(Refused) as refused:
        confirm(stage, getattr(stage, who), text)
    assert code_of(refused) == code
    assert Recall.objects.get().confirmed_at is None


def test_where_only_writing_counts_a_recall_by_voice_is_refused(stage: Stage) -> None:
    version = AgreementVersion.objects.get(pk=stage.mission.agreement_version_id)
    text = version.terms_text.replace(
        "[terms.recall]\n", "[terms.recall]\noral_then_written = false\n"
    )
    text = text.replace('starts = "recall_oral"', 'starts = "recall_given"').replace(
        'title = "Write down the recall made by voice"', 'title = "Send the recall again"'
    )
    AgreementVersion.objects.filter(pk=version.pk).update(
        terms_text=text, terms_sha256=hashlib.sha256(text.encode()).hexdigest()
    )
    with pytest.raises(Refused) as refused:
        recall(stage)
    assert code_of(refused) == "recall.only_in_writing"
    assert recall(stage, by_voice=False).by_voice is False


def test_everything_called_home_by_voice_waits_mission_by_mission(stage: Stage) -> None:
    commands.check_in(stage.duty, deployment_id=stage.person.id)
    whole = commands.recall_everything(stage.duty, reason=WHY, by_voice=True)
    drain()
    assert whole.by_voice and Recall.objects.get().by_voice
    assert waiting().stopped_at is None
    shown = page(
        browser(stage.world, "county"), reverse("deployments:recalled_everything", args=[whole.id])
    )
    assert "Put it in writing on the page of each mission" in shown


def test_it_is_told_and_confirmed_on_the_missions_page(stage: Stage) -> None:
    duty, host = browser(stage.world, "county", "duty_officer"), browser(stage.world, "city")
    mission = f"/missions/{stage.mission.id}/"
    assert "It was said by voice" in page(duty, f"{mission}recall/")
    recall(stage)
    assert "Said by voice; not in writing yet." in page(host, mission)
    assert "Put it in writing" not in page(host, mission)
    assert "Put it in writing" in page(duty, mission)
    assert WHY in page(duty, f"{mission}recall/confirm/")
    typed = {"text": SAID, "submission_id": "0b2c2d0e-6f5b-4d55-9f0c-0d6a6f3b7a11"}
    assert duty.post(f"{mission}recall/confirm/", typed).status_code == 302
    assert SAID in page(host, mission)


def test_it_is_recalled_and_confirmed_over_the_api(stage: Stage) -> None:
    duty = browser(stage.world, "county", "duty_officer")
    mission = f"/missions/{stage.mission.id}"
    back = (clock.now() + timedelta(hours=5)).isoformat()
    given = {"reason": WHY, "effective_at": back, "by_voice": True}
    said = send(duty, f"{mission}/recall", given).json()
    assert (said["by_voice"], said["confirmed_at"]) == (True, None)
    written = send(duty, f"{mission}/recall/confirm", {"text": SAID}).json()
    assert written["confirmed_text"] == SAID and written["confirmed_at"]
    assert send(duty, f"{mission}/recall/confirm", {"text": SAID}).status_code == 409
