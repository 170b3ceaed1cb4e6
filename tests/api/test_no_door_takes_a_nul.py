"""A NUL, or half a surrogate pair, at every door: PostgreSQL would fail on what SQLite keeps."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.api.everybody import NO_WORKER, browser_for, caller_for, fill, ids_of, undone
from tests.api.story import Story
from tests.api.test_every_url_refuses import NOT_WALKED, SIGN_IN, urls

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NUL = "a\x00b"
HALF = "a\ud800b"
ASKED_EVERYWHERE = ("cursor", "after", "search", "q", "county", "kind", "sort", "state", "exercise")


def operations(*methods: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    from muster.config.api import api

    for path, known in api.get_openapi_schema()["paths"].items():
        for method, operation in known.items():
            if method in methods:
                yield method.upper(), path, operation


def fields_of(operation: dict[str, Any]) -> list[str]:
    """The names of what a writing operation takes as JSON."""
    from muster.config.api import api

    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    schemas = api.get_openapi_schema()["components"]["schemas"]
    return sorted(schemas.get(name, {}).get("properties", {}))


def test_every_list_of_the_api_refuses_a_nul_in_each_parameter(story: Story) -> None:
    ids, wrong, seen = ids_of(story), [], 0
    director = caller_for(story, "city_director")
    for _, path, operation in operations("get"):
        short = fill(path, ids)[0].removeprefix("/api/v1")
        for parameter in operation.get("parameters", []):
            if parameter["in"] != "query":
                continue
            seen += 1
            answer = director.ask("GET", f"{short}?{parameter['name']}=a%00b")
            named = [each["field"] for each in answer.json().get("reasons", [])]
            if answer.status_code != 422 or named != [parameter["name"]]:
                wrong.append(f"{path} {parameter['name']}: {answer.status_code}")
    assert seen > 60
    assert wrong == [], "\n".join(wrong)


def test_every_page_refuses_a_nul_in_each_field_that_it_is_narrowed_by(story: Story) -> None:
    ids, wrong, seen = ids_of(story), [], 0
    client = browser_for(story, "city_director")
    for path in urls():
        if path.startswith(NOT_WALKED) or path == NO_WORKER:
            continue
        url = fill(path, ids)[0]
        shown = undone(lambda url=url: client.get(url)).body.decode(errors="replace")
        for name in sorted({*ASKED_EVERYWHERE, *re.findall(r'\bname="(\w+)"', shown)}):
            seen += 1
            answer = client.get(f"{url}?{name}=a%00b")
            if answer.status_code != 400 or b"no text may have" not in answer.content:
                wrong.append(f"{path} {name}: {answer.status_code}")
    assert seen > 1000
    assert wrong == [], "\n".join(wrong)


def test_no_form_breaks_on_a_nul_in_its_fields(story: Story) -> None:
    ids, wrong, seen = ids_of(story), [], 0
    client = browser_for(story, "city_director")
    for path in urls():
        if path.startswith((SIGN_IN, *NOT_WALKED)) or path == NO_WORKER:
            continue
        url = fill(path, ids)[0]
        shown = undone(lambda url=url: client.get(url)).body.decode(errors="replace")
        names = set(re.findall(r'\bname="([\w-]+)"', shown)) - {"csrfmiddlewaretoken"}
        for typed in (dict.fromkeys(names, NUL), {"submission_id": NUL, "next": NUL, "post": NUL}):
            seen += 1
            answer = undone(lambda url=url, typed=typed: client.post(url, typed))
            if answer.status >= 500:
                wrong.append(f"{path}: {answer.status}")
    assert seen > 200
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("broken", [NUL, HALF], ids=["NUL", "half a pair"])
def test_every_write_of_the_api_refuses_broken_text_in_each_field(
    story: Story, broken: str
) -> None:
    ids, wrong, seen = ids_of(story), [], 0
    director = caller_for(story, "city_director")
    for method, path, operation in operations("post", "put", "patch", "delete"):
        short = fill(path, ids)[0].removeprefix("/api/v1")
        for name in fields_of(operation):
            seen += 1
            for value in (broken, [{"text": broken}]):
                answer = undone(partial(director.ask, method, short, {name: value}))
                said = json.loads(answer.body)
                fields = {reason["field"].split(".")[0] for reason in said["reasons"]}
                if answer.status != 422 or fields != {name}:
                    wrong.append(f"{method} {path} {name}: {answer.status} {said}")
    assert seen > 150
    assert wrong == [], "\n".join(wrong)


def test_a_file_sent_to_the_api_may_not_carry_a_nul_beside_it(story: Story) -> None:
    director = caller_for(story, "city_director")
    answer = director.client.post(
        "/api/v1/files",
        {"purpose": NUL},
        headers={"Authorization": f"Bearer {director.secret}"},
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("value", [NUL, HALF], ids=["NUL", "half a pair"])
def test_a_cursor_cannot_smuggle_broken_text(story: Story, value: str) -> None:
    director, wrong, seen = caller_for(story, "city_director"), [], 0
    for _, path, operation in operations("get"):
        names = {each["name"] for each in operation.get("parameters", [])}
        if "cursor" not in names or "{" in path:
            continue
        for length in (1, 2, 3):
            seen += 1
            cursor = base64.urlsafe_b64encode(json.dumps([value] * length).encode()).decode()
            short = path.removeprefix("/api/v1")
            answer = director.ask("GET", f"{short}?cursor={cursor.rstrip('=')}")
            if answer.status_code not in (403, 422):
                wrong.append(f"{path}: {answer.status_code}")
    assert seen > 15
    assert wrong == [], "\n".join(wrong)


def test_neither_a_path_nor_a_cookie_nor_a_strange_charset_brings_one_in(story: Story) -> None:
    client = browser_for(story, "city_director")
    assert client.get("/join/a%00b/").status_code == 400
    assert client.get("/api/v1/parties/a%00b").status_code == 400
    seven_bits = {"CONTENT_TYPE": "text/plain; charset=utf-7"}
    assert client.get("/parties/?search=a%2BAAA-b", **seven_bits).status_code == 400
    stranger = Client(raise_request_exception=False)
    stranger.cookies[settings.SESSION_COOKIE_NAME] = NUL
    assert stranger.get("/").status_code == 400
