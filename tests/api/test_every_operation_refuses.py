"""Every operation of the schema, called by strangers, by every role, and from another network."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.api.everybody import (
    FOREIGN,
    ROLES,
    UNINVOLVED,
    caller_for,
    faults,
    fill,
    ids_of,
    undone,
    unfilled,
)
from tests.api.story import Story
from tests.api.test_every_url_refuses import urls

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
REAL = {
    *("aid_request_id", "offer_id", "mission_id", "deployment_id", "claim_id", "question_id"),
    *(
        "review_id",
        "finding_id",
        "invitation_id",
        "call_out_id",
        "ask_id",
        "exercise_id",
        "incident_id",
        "file_id",
        "matter_id",
        "reconciliation_id",
    ),
}
PUBLIC = {
    "/api/v1/break-glass/phone-code": "whoever asks for a code cannot sign in",
    "/api/v1/invitations/accept": "whoever holds an invitation has no account yet",
    "/api/v1/answer-links/use": "whoever was sent an answer link answers without signing in",
    "/api/v1/recoveries/use": "whoever holds a recovery link cannot sign in",
    "/api/v1/devices/{device_id}/contact": "a lost phone hears that it was lost; its key proves it",
}


def operations() -> Iterator[tuple[str, str]]:
    from muster.config.api import api

    for path, methods in api.get_openapi_schema()["paths"].items():
        for method in methods:
            yield method.upper(), path


def test_a_stranger_gets_nothing_from_any_operation(story: Story) -> None:
    ids, wrong, client = ids_of(story), [], Client(raise_request_exception=False)
    seen = 0
    for method, path in operations():
        seen += 1
        url, _ = fill(path, ids)
        call = getattr(client, method.lower())
        body = {} if method == "GET" else {"data": {}, "content_type": "application/json"}
        answer = undone(lambda call=call, url=url, body=body: call(url, **body))
        allowed = range(400, 500) if path in PUBLIC else (401,)
        if answer.status not in allowed:
            wrong.append(f"{method} {path}: {answer.status}")
    assert seen > 150
    assert wrong == [], "\n".join(wrong)


def test_what_the_walk_asks_for_is_really_there(story: Story) -> None:
    """A refusal proves something only where there is something to refuse."""
    paths = {path for _, path in operations()} | set(urls())
    missing = unfilled(paths, ids_of(story))
    assert not missing & REAL, f"the story makes no {sorted(missing)}"


@pytest.mark.parametrize("account", [*ROLES, UNINVOLVED, FOREIGN])
def test_every_operation_answers_a_role_as_it_may(story: Story, account: str) -> None:
    ids, wrong, somebody = ids_of(story), [], caller_for(story, account)
    for method, path in operations():
        url, names = fill(path, ids)
        short = url.removeprefix("/api/v1")
        answer = undone(lambda method=method, short=short: somebody.ask(method, short))
        wrong += faults(method, path, names, account, answer)
    assert wrong == [], "\n".join(wrong)
