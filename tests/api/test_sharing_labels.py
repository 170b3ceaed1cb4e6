"""Every page and operation, for each sharing label: what stands under it shows only where it allows.

That nothing at all is shown to strangers and to another network, the walks of every URL and of every
operation prove.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pypdf
import pytest
from django.db import transaction
from django.test import Client

from muster.aid import commands as aid
from muster.aid.models import Incident
from muster.files import commands as files
from muster.rules.actor import system_actor
from muster.rules.sharing import SharingLabel, is_wider
from tests.api.everybody import UNINVOLVED, browser_for, caller_for, fill, ids_of, undone
from tests.api.story import Story
from tests.api.test_every_operation_refuses import operations
from tests.api.test_every_url_refuses import NOT_WALKED, SIGN_IN, urls

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CITY, COUNTY = "city_director", "county_duty_officer"
INCIDENT = "Zircon lamp: the water billing is encrypted."
NOTE = "Zircon lamp: the backups are gone too."
FILE = b"Zircon lamp: list of what is encrypted."


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def readings(story: Story, account: str) -> Iterator[tuple[str, str, bytes]]:
    """What every page and every reading operation answers to an account."""
    ids = ids_of(story)
    client = browser_for(story, account)
    for path in urls():
        if not path.startswith((SIGN_IN, *NOT_WALKED)):
            url, _ = fill(path, ids)
            yield path, url, _body(client, url, {})
    secret = caller_for(story, account).secret
    for method, path in operations():
        if method == "GET":
            url, _ = fill(path, ids)
            yield path, url, _body(Client(), url, {"Authorization": f"Bearer {secret}"})


def _body(client: Client, url: str, headers: dict[str, str]) -> bytes:
    """The text of an answer; files that are sent in pieces and papers are read too."""
    client.raise_request_exception = False
    with taken_back():
        answer = client.get(url, headers=headers)
        if answer.status_code != 200:
            return b""
        is_file = answer.streaming and "Content-Disposition" in answer
        body = b"".join(answer.streaming_content) if is_file else getattr(answer, "content", b"")
    if answer.headers.get("Content-Type", "").startswith("application/pdf"):
        pages = pypdf.PdfReader(io.BytesIO(body)).pages
        return "\n".join(page.extract_text() for page in pages).encode()
    return body


def plant(story: Story, label: str, note_label: str) -> None:
    """An incident's title and a note on its request, under their labels; a file of the county."""
    system = system_actor(story.stage.network_id)
    incident = Incident.objects.get(aid_requests=UUID(story.ids["aid_request_id"]))
    Incident.objects.filter(pk=incident.pk).update(sharing_label=label, summary=INCIDENT)
    aid.write_note(
        system,
        subject_kind="aid_request",
        subject_id=UUID(story.ids["aid_request_id"]),
        text=NOTE,
        sharing_label=note_label,
    )
    stored = files.store_file(
        story.stage.actor(COUNTY), name="list.txt", content=FILE, sharing_label=note_label
    )
    story.ids["file_id"] = str(stored.id)


def shown_to(story: Story, account: str) -> set[bytes]:
    found: set[bytes] = set()
    for _, _, body in readings(story, account):
        found |= {marker for marker in (INCIDENT.encode(), NOTE.encode(), FILE) if marker in body}
    return found


LABELS = [
    (SharingLabel.CLEAR, SharingLabel.CLEAR),
    (SharingLabel.GREEN, SharingLabel.RED),
    (SharingLabel.AMBER, SharingLabel.AMBER),
    (SharingLabel.AMBER_STRICT, SharingLabel.RED),
    (SharingLabel.RED, SharingLabel.RED),
]


@pytest.mark.parametrize(("label", "note_label"), LABELS)
def test_a_party_that_did_not_answer_reads_what_its_label_allows(
    story: Story, label: str, note_label: str
) -> None:
    with taken_back():
        plant(story, label, note_label)
        expected = set()
        if is_wider(label, SharingLabel.RED):
            expected.add(INCIDENT.encode())
        if is_wider(note_label, SharingLabel.RED):
            expected.add(NOTE.encode())
        assert shown_to(story, UNINVOLVED) == expected


def test_those_concerned_read_what_is_red(story: Story) -> None:
    with taken_back():
        plant(story, SharingLabel.RED, SharingLabel.RED)
        assert shown_to(story, CITY) >= {INCIDENT.encode(), NOTE.encode()}
        assert shown_to(story, COUNTY) >= {INCIDENT.encode(), NOTE.encode(), FILE}


def test_every_paper_of_an_incident_prints_its_label(story: Story) -> None:
    with taken_back():
        plant(story, SharingLabel.AMBER_STRICT, "")
        ids, client, papers, bare = ids_of(story), browser_for(story, CITY), 0, []
        for path in urls():
            url, names = fill(path, ids)
            if not names & {"mission_id", "claim_id", "review_id", "subject_id"}:
                continue
            answer = undone(lambda url=url: client.get(url))
            if answer.headers.get("Content-Type", "").startswith("application/pdf"):
                papers += 1
                first = pypdf.PdfReader(io.BytesIO(answer.body)).pages[0].extract_text()
                if SharingLabel.AMBER_STRICT.value not in first:
                    bare.append(path)
        assert papers >= 3
        assert bare == []
