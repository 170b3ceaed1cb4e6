"""Live streams: who may follow what, and what reaches whom."""

import asyncio
import json
import zlib
from uuid import UUID, uuid4

import pytest
from django.db import connections

from muster.journal import sealer
from muster.journal.record import EVERYONE
from muster.rules.actor import Actor, NetworkRole, PartyRole
from muster.web import live, streams
from muster.web.events import events
from tests.apps.journal import labour

pytestmark = pytest.mark.django_db(transaction=True)

NETWORK, PARTY, OTHER_PARTY = labour.NETWORK, UUID(int=101), UUID(int=102)
THING = UUID(int=500)


def actor(party=PARTY, network=NETWORK, role=PartyRole.DUTY_OFFICER):
    return Actor(
        network_id=network, person_id=uuid4(), party_id=party, roles=frozenset({role}), name="x"
    )


@pytest.fixture
def sessions(monkeypatch):
    """Session keys and the actors behind them; a test may change or remove them."""
    known = {}
    monkeypatch.setattr(live, "_readers", [])
    live.register_readers(
        live.Readers(known.get, lambda pairs: {key for key, _ in pairs if key not in known})
    )
    return known


@pytest.fixture
def shown(monkeypatch):
    """What the topic `wall` shows, by network; it may be written to."""
    words = {}
    monkeypatch.setattr(live, "_topics", {})
    live.register_topic(
        "wall",
        audience=lambda actor: actor.network_id,
        render=lambda network_id: words.get(network_id, "empty"),
    )
    return words


class Page:
    """One browser tab: opens the stream, remembers what came."""

    def __init__(self, session, query="", headers=()):
        self.events, self.unpack = [], None
        self.gone = asyncio.Event()
        self.scope = {
            "type": "http",
            "method": "GET",
            "path": "/events",
            "query_string": query.encode(),
            "headers": [(b"cookie", f"sessionid={session}".encode()), *headers],
        }
        self.task = asyncio.ensure_future(events(self.scope, self.receive, self.send))

    async def receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        if message["type"] == "http.response.start":
            self.status = message["status"]
            if (b"content-encoding", b"gzip") in message["headers"]:
                self.unpack = zlib.decompressobj(wbits=31)
            return
        body = message["body"]
        if self.unpack is not None:
            body = self.unpack.decompress(body)
        for block in body.decode().split("\n\n"):
            fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
            if "event" in fields:
                content = json.loads(fields["data"])
                self.events.append((fields["event"], content, fields.get("id")))

    async def until(self, found, seconds=30):
        for _ in range(int(seconds / 0.02)):
            if found(self):
                return True
            await asyncio.sleep(0.02)
        return False

    async def leave(self):
        self.gone.set()
        await asyncio.wait_for(self.task, 5)


def changed(subject):
    return lambda page: ("changed", {"subject": str(subject)}) in [item[:2] for item in page.events]


def showing(html):
    return lambda page: ("html", {"topic": "wall", "html": html}) in [i[:2] for i in page.events]


def run(story):
    async def whole():
        try:
            await story()
        finally:
            streams.close_all()
            await asyncio.sleep(0.3)

    asyncio.run(whole())
    connections.close_all()


async def happens(audience=EVERYONE, subjects=(("thing", THING),), network=NETWORK):
    def write():
        from django.db import transaction

        with transaction.atomic():
            labour.record(
                labour.StoneLaid(1),
                actor=labour.system_actor(network),
                subjects=list(subjects),
                audience=audience,
            )
        sealer.seal_all()
        connections.close_all()

    await asyncio.to_thread(write)


def test_a_stranger_gets_no_stream(sessions, shown):
    async def story():
        page = Page("nobody", "topic=wall")
        await page.task
        assert page.status == 401

    run(story)


def test_a_change_reaches_those_who_follow_the_thing_and_may_see_it(sessions, shown):
    sessions["mine"] = actor()
    sessions["theirs"] = actor(party=OTHER_PARTY)
    sessions["elsewhere"] = actor(network=UUID(int=78))

    async def story():
        query = f"subject={THING}"
        mine, theirs, elsewhere = (Page(key, query) for key in ("mine", "theirs", "elsewhere"))
        bystander = Page("mine", f"subject={UUID(int=9)}")
        await asyncio.sleep(0.5)
        await happens(audience=[PARTY])
        assert await mine.until(changed(THING))
        await asyncio.sleep(0.3)
        assert not theirs.events and not elsewhere.events and not bystander.events
        await happens(audience=EVERYONE)
        assert await theirs.until(changed(THING))
        assert not elsewhere.events and not bystander.events
        for page in (mine, theirs, elsewhere, bystander):
            await page.leave()

    run(story)


def test_a_topic_is_sent_at_once_and_again_when_it_changes(sessions, shown):
    sessions["one"], sessions["two"] = actor(), actor(party=OTHER_PARTY)
    shown[NETWORK] = "first"

    async def story():
        one, two = Page("one", "topic=wall"), Page("two", "topic=wall&topic=nothing")
        assert await one.until(showing("first"))
        assert await two.until(showing("first"))
        shown[NETWORK] = "second"
        await happens()
        assert await one.until(showing("second"))
        assert await two.until(showing("second"))
        await one.leave()
        await two.leave()
        assert not streams.hub().streams

    run(story)


def test_a_browser_gets_the_same_stream_packed(sessions, shown):
    sessions["one"] = actor()
    shown[NETWORK] = "first " * 1000

    async def story():
        plain = Page("one", "topic=wall")
        packed = Page("one", f"topic=wall&subject={THING}", [(b"accept-encoding", b"gzip, br")])
        for html in ("first " * 1000, "second " * 1000):
            assert await plain.until(showing(html))
            assert await packed.until(showing(html))
            shown[NETWORK] = "second " * 1000
            await happens()
        assert await packed.until(changed(THING))
        assert packed.unpack is not None
        await plain.leave()
        await packed.leave()

    run(story)


def test_a_reader_who_comes_back_is_told_what_was_missed(sessions, shown):
    sessions["one"] = actor()

    async def story():
        keeper = Page("one", f"subject={THING}")
        await asyncio.sleep(0.5)
        await happens()
        assert await keeper.until(changed(THING))
        position = int(keeper.events[-1][2])
        header = [(b"last-event-id", str(position - 1).encode())]
        back = Page("one", f"subject={THING}", header)
        assert await back.until(changed(THING))
        nothing_new = Page("one", f"subject={THING}&after={position}")
        long_away = Page("one", f"subject={THING}&after=0")
        assert await long_away.until(changed(THING)) or position == 1
        await asyncio.sleep(0.2)
        assert not nothing_new.events
        for page in (keeper, back, nothing_new, long_away):
            await page.leave()

    run(story)


def test_a_stream_ends_with_the_role_that_it_rested_on(sessions, shown):
    sessions["one"] = actor()
    sessions["two"] = actor()
    sessions["three"] = actor()
    first, second = sessions["one"].person_id, sessions["two"].person_id

    async def story():
        one, two, three = (Page(key, "topic=wall") for key in ("one", "two", "three"))
        await asyncio.sleep(0.5)
        del sessions["one"]
        sessions["two"] = actor(role=NetworkRole.AUDITOR)
        await happens(subjects=[("person", first), ("person", second)], audience=[])
        await asyncio.wait_for(one.task, 4)
        await asyncio.wait_for(two.task, 4)
        assert not three.task.done()
        await three.leave()

    run(story)


def test_a_session_that_ended_without_a_fact_is_found_at_the_review(sessions, shown, monkeypatch):
    monkeypatch.setattr(streams, "REVIEW_SECONDS", 0.2)
    sessions["one"] = actor()

    async def story():
        one = Page("one", "topic=wall")
        await asyncio.sleep(0.3)
        assert not one.task.done()
        del sessions["one"]
        await asyncio.wait_for(one.task, 4)

    run(story)


def test_one_person_cannot_take_every_stream(sessions, shown, monkeypatch):
    monkeypatch.setattr(streams, "MOST_STREAMS_PER_PERSON", 2)
    sessions["one"] = actor()

    async def story():
        pages = [Page("one", "topic=wall") for _ in range(2)]
        await asyncio.sleep(0.4)
        third = Page("one", "topic=wall")
        await third.task
        assert third.status == 503
        for page in pages:
            await page.leave()

    run(story)


@pytest.mark.parametrize(
    "query", ["subject=%00%ff&after=-1", "after=99999999999999999999", "topic=" + "x" * 20000]
)
def test_broken_input_breaks_nothing(sessions, shown, query):
    sessions["one"] = actor()

    async def story():
        page = Page("one", query)
        await asyncio.sleep(0.3)
        if not page.task.done():
            await page.leave()
        assert page.status in (200, 414)

    run(story)


def test_a_slow_reader_keeps_only_the_newest_of_each():
    async def story():
        stream = streams.Stream(live.Reader(actor(), "x"), frozenset())
        for number in range(1000):
            stream.put(("html", "wall"), streams.Message(f"{number}".encode()))
        assert await stream.take() == b"999"

    asyncio.run(story())


def test_a_silent_stream_is_kept_alive_and_a_stuck_or_old_one_ended():
    async def story():
        stream = streams.Stream(live.Reader(actor(), "x"), frozenset())
        now = stream.sent_at
        stream.mind(now + 1)
        assert not stream.waiting
        stream.mind(now + streams.PING_SECONDS + 1)
        assert await stream.take() == b": ping\n\n"
        stream.mind(now + 2 * streams.LONGEST_LIFE_SECONDS)
        assert stream.is_closed
        stuck = streams.Stream(live.Reader(actor(), "x"), frozenset())
        stuck.task, stuck.sending_since = None, now
        stuck.mind(now + streams.SEND_SECONDS + 1)
        assert stuck.is_closed

    asyncio.run(story())
