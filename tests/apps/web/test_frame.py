"""The frame of every page: navigation, badges, to-dos and panels that apps register."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.template import engines
from django.test import RequestFactory

from muster.rules.refusal import NotFound
from muster.web import badges, navigation, panels, todo
from muster.web.context import Frame
from tests.apps.web.stage import ACTOR


@pytest.fixture(autouse=True)
def empty_registries(monkeypatch) -> Iterator[None]:
    for module, name in (
        (navigation, "_ENTRIES"),
        (badges, "_COUNTS"),
        (panels, "_PANELS"),
    ):
        monkeypatch.setattr(module, name, {})
    monkeypatch.setattr(todo, "_SOURCES", [])
    yield


def request_of(actor=ACTOR, path="/"):
    request = RequestFactory().get(path)
    request.actor, request.posts = actor, []
    request.post_held = None
    return request


def test_an_entry_is_shown_to_those_who_may():
    navigation.register_entry("Claims", "web:home", permission="claim.approve")
    navigation.register_entry("Offers", "web:robots", permission="offer.submit")
    html = str(Frame(request_of()).main)
    assert "Offers" in html
    assert "Claims" not in html


def test_an_entry_of_a_page_that_is_not_there_is_left_out():
    navigation.register_entry("Nowhere", "nowhere:page")
    assert str(Frame(request_of()).main) == ""


def test_entries_stand_in_order_and_the_present_one_is_marked():
    navigation.register_entry("Second", "web:manifest", order=2)
    navigation.register_entry("First", "web:robots", order=1)
    html = str(Frame(request_of(path="/robots.txt")).main)
    assert html.index("First") < html.index("Second")
    assert html.count('aria-current="page"') == 1


def test_a_stranger_sees_no_navigation():
    navigation.register_entry("Board", "web:robots")
    assert str(Frame(request_of(actor=None)).main) == ""


def test_a_label_is_escaped():
    navigation.register_entry("<b>", "web:robots")
    assert "<b>" not in str(Frame(request_of()).main)


def test_a_count_is_asked_once_a_page():
    asked = []
    badges.register_badge("inbox", lambda actor: asked.append(actor) or 3)
    navigation.register_entry("Inbox", "web:robots", badge="inbox")
    frame = Frame(request_of())
    assert str(frame.main).count(">3<") == 1
    assert frame.badges["inbox"] == 3
    assert frame.badges["unknown"] == 0
    assert asked == [ACTOR]


def test_the_most_pressing_comes_first():
    noon = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.UTC)
    todo.register_todos(
        lambda actor: [
            todo.Todo("Whenever", "/"),
            todo.Todo("Today", "/", due=noon),
            todo.Todo("Now", "/", urgent=True),
        ]
    )
    todo.register_todos(lambda actor: [todo.Todo("Sooner", "/", due=noon.replace(hour=9))])
    assert [item.sentence for item in todo.todos_for(ACTOR)] == [
        "Now",
        "Sooner",
        "Today",
        "Whenever",
    ]


def test_the_list_of_what_to_do_is_bounded():
    todo.register_todos(lambda actor: [todo.Todo(str(number), "/") for number in range(100)])
    assert len(todo.todos_for(ACTOR)) == todo.MOST


def shown(slot: str, subject=None, actor=ACTOR) -> str:
    template = engines["django"].from_string("{% load muster %}{% panels slot subject %}")
    return template.render({"slot": slot, "subject": subject}, request_of(actor))


def test_a_panel_shows_what_its_query_answers():
    panels.register_panel(
        "thing.main", "thing", lambda actor, subject_id: subject_id, "web/_facts.html"
    )
    assert "<dl" in shown("thing.main", SimpleNamespace(id=7))


@pytest.mark.parametrize("permission", ["claim.approve", "journal.view"])
def test_a_panel_is_hidden_from_those_who_may_not(permission: str):
    panels.register_panel("thing.main", "thing", lambda *_: 1, "web/_facts.html", permission)
    assert shown("thing.main") == ""


def test_a_panel_about_what_may_not_be_seen_shows_nothing():
    def hidden(actor, subject_id):
        raise NotFound("thing")

    panels.register_panel("thing.main", "thing", hidden, "web/_facts.html")
    panels.register_panel("thing.main", "thing", lambda *_: None, "web/_alert.html")
    assert shown("thing.main") == ""


def test_a_stranger_sees_only_what_stands_at_the_entrance():
    panels.register_panel("home.main", "home", lambda *_: 1, "web/_facts.html")
    panels.register_panel("entrance.login", "entrance", lambda *_: 1, "web/_facts.html")
    assert shown("home.main", actor=None) == ""
    assert "<dl" in shown("entrance.login", actor=None)
