"""The open streams of this process: who follows what, and what waits to be sent to them.

All of it runs on the event loop; only what asks the database goes to a thread. What waits for a
stream is kept by subject and by topic, the newest of each: a slow reader costs no growing queue.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
import time
import zlib
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import close_old_connections

from muster.journal.feed import Sealed, Tail
from muster.journal.queries import may_see
from muster.web import live
from muster.web.live import Reader

logger = logging.getLogger(__name__)

T = TypeVar("T")

MOST_STREAMS = 6000
MOST_STREAMS_PER_PERSON = 40
MEMORY = 2000
RENDER_PAUSE_SECONDS = 0.2
REVIEW_SECONDS = 30.0
MIND_SECONDS = 1.0
PING_SECONDS = 15.0
SEND_SECONDS = 30.0
LONGEST_LIFE_SECONDS = 30 * 60.0
DATABASE_THREADS = 4
WHO_MATTERS = frozenset({"person", "party"})


GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""Begins a packed stream; its end, a checksum, never comes: the stream is cut, not finished."""


class Message:
    """Some bytes of a stream, plain and packed.

    A board of fifty requests is 50 kB. It is packed once for all who get it: each message is deflated
    by itself and ends on a whole byte, so that messages may follow each other in any order.
    """

    __slots__ = ("_packed", "plain")

    def __init__(self, plain: bytes):
        self.plain = plain
        self._packed: bytes | None = None

    @property
    def packed(self) -> bytes:
        if self._packed is None:
            press = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
            self._packed = press.compress(self.plain) + press.flush(zlib.Z_FULL_FLUSH)
        return self._packed


PING = Message(b": ping\n\n")


class Stream:
    """One reader's open page."""

    __slots__ = (
        "_news",
        "ends_at",
        "is_closed",
        "is_packed",
        "reader",
        "sending_since",
        "sent_at",
        "subjects",
        "task",
        "waiting",
    )

    def __init__(self, reader: Reader, subjects: frozenset[str], is_packed: bool = False):
        self.reader = reader
        self.subjects = subjects
        self.is_packed = is_packed
        self.waiting: dict[tuple[str, str], Message] = {}
        self.is_closed = False
        self.task = asyncio.current_task()
        self.sending_since = 0.0
        self.sent_at = time.monotonic()
        self.ends_at = self.sent_at + LONGEST_LIFE_SECONDS * random.uniform(0.8, 1.2)
        self._news = asyncio.Event()

    def put(self, key: tuple[str, str], message: Message) -> None:
        """Have a message sent; an older one under the same key is replaced."""
        self.waiting.pop(key, None)
        self.waiting[key] = message
        self._news.set()

    def close(self) -> None:
        self.is_closed = True
        self._news.set()

    def mind(self, now: float) -> None:
        """Keep a silent stream alive; end one that is old, or whose reader takes nothing."""
        if self.sending_since and now - self.sending_since > SEND_SECONDS:
            self.close()
            if self.task is not None:
                self.task.cancel()
        elif now > self.ends_at:
            self.close()
        elif now - self.sent_at > PING_SECONDS:
            self.put(("ping", ""), PING)

    async def take(self) -> bytes:
        """What waits, as soon as anything does; nothing once the stream is closed."""
        if not (self.waiting or self.is_closed):
            self._news.clear()
            await self._news.wait()
        messages, self.waiting = self.waiting, {}
        return b"" if self.is_closed else b"".join(map(self.form, messages.values()))

    def form(self, message: Message) -> bytes:
        """The message's bytes as this stream is sent them."""
        return message.packed if self.is_packed else message.plain


class Hub:
    """Everything that is open on one event loop."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.streams: set[Stream] = set()
        self._of_subject: dict[str, set[Stream]] = defaultdict(set)
        self._of_topic: dict[tuple[str, Hashable], set[Stream]] = defaultdict(set)
        self._html: dict[tuple[str, Hashable], tuple[str, Message]] = {}
        self._rendering: dict[tuple[str, Hashable], bool] = {}
        self._memory: deque[Sealed] = deque(maxlen=MEMORY)
        self._position = 0
        self._threads = ThreadPoolExecutor(DATABASE_THREADS, thread_name_prefix="live")
        self._is_closing = False
        self._tail = Tail(self._hand_over, lambda: bool(self.streams), self._server_stops)
        self._tail.start()
        self._always = [
            self.loop.create_task(self._review_for_ever()),
            self.loop.create_task(self._mind_for_ever()),
        ]
        self._tasks: set[asyncio.Task[Any]] = set()

    async def in_thread(self, function: Callable[..., T], *arguments: Any) -> T:
        """Run what asks the database away from the loop."""

        def run() -> T:
            close_old_connections()
            return function(*arguments)

        return await self.loop.run_in_executor(self._threads, run)

    def has_room_for(self, reader: Reader) -> bool:
        if self._is_closing:
            return False
        person = reader.actor.person_id
        own = sum(1 for stream in self.streams if stream.reader.actor.person_id == person)
        return len(self.streams) < MOST_STREAMS and own < MOST_STREAMS_PER_PERSON

    def add(self, stream: Stream, after: int | None) -> None:
        """Open a stream: topics are sent at once, changes since `after` as far as remembered."""
        self.streams.add(stream)
        for subject in stream.subjects:
            self._of_subject[subject].add(stream)
        for topic, audience in stream.reader.audiences.items():
            key = (topic, audience)
            self._of_topic[key].add(stream)
            if key in self._html:
                stream.put(("html", topic), self._html[key][1])
            else:
                self._render_soon(key)
        self._replay(stream, after)

    def remove(self, stream: Stream) -> None:
        """Forget a stream, and what nobody follows any more."""
        self.streams.discard(stream)
        for subject in stream.subjects:
            self._of_subject[subject].discard(stream)
            if not self._of_subject[subject]:
                del self._of_subject[subject]
        for key in stream.reader.audiences.items():
            self._of_topic[key].discard(stream)
            if not self._of_topic[key]:
                del self._of_topic[key]
                self._html.pop(key, None)

    def close(self) -> None:
        """End every stream and the tail."""
        self._close_streams()
        self._tail.stop()
        for task in self._always:
            task.cancel()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _server_stops(self) -> None:
        self.loop.call_soon_threadsafe(self._close_streams)

    def _close_streams(self) -> None:
        self._is_closing = True
        for stream in self.streams:
            stream.close()

    # What the journal says

    def _hand_over(self, news: Sequence[Sealed]) -> None:
        self.loop.call_soon_threadsafe(self.deliver, news)

    def deliver(self, news: Sequence[Sealed]) -> None:
        """Tell the streams that follow what is concerned, each only what it may see."""
        touched: set[tuple[str, str]] = set()
        for fact in news:
            self._memory.append(fact)
            self._position = fact.position
            touched.update((kind, each) for kind, each in fact.subjects if kind in WHO_MATTERS)
            for subject in fact.concerned:
                for stream in self._of_subject.get(subject, ()):
                    tell(stream, fact, subject)
        for key in self._of_topic:
            if any(concerns(key, fact) for fact in news):
                self._render_soon(key)
        self._look_again_at(touched)

    def _replay(self, stream: Stream, after: int | None) -> None:
        if after is None:
            return
        oldest = self._memory[0].position if self._memory else self._position + 1
        if after + 1 < oldest:
            for subject in stream.subjects:
                stream.put(("changed", subject), changed_message(subject, self._position))
            return
        for fact in self._memory:
            if fact.position > after:
                for subject in fact.concerned & stream.subjects:
                    tell(stream, fact, subject)

    # Topics

    def _render_soon(self, key: tuple[str, Hashable]) -> None:
        """Once now, and once more when something changes meanwhile: never twice at a time."""
        if key in self._rendering:
            self._rendering[key] = True
            return
        self._rendering[key] = False
        self._spawn(self._render(key))

    async def _render(self, key: tuple[str, Hashable]) -> None:
        topic, audience = key
        try:
            while True:
                self._rendering[key] = False
                position = self._position
                html = await self.in_thread(live.topics()[topic].render, audience)
                known, _ = self._html.get(key, (None, None))
                if known != html and key in self._of_topic:
                    message = html_message(topic, html, position)
                    self._html[key] = html, message
                    for stream in self._of_topic[key]:
                        stream.put(("html", topic), message)
                await asyncio.sleep(RENDER_PAUSE_SECONDS)
                if not self._rendering[key] or key not in self._of_topic:
                    return
        except Exception:
            logger.exception("the live topic %s could not be rendered", topic)
        finally:
            del self._rendering[key]

    # Who may go on reading

    def _look_again_at(self, touched: set[tuple[str, str]]) -> None:
        """A fact about a person or a party may have ended a session, a role or a standing."""
        ids = {subject for _, subject in touched}
        if ids:
            concerned = [
                stream
                for stream in self.streams
                if str(stream.reader.actor.person_id) in ids
                or str(stream.reader.actor.party_id) in ids
            ]
            if concerned:
                self._spawn(self._resolve_again(concerned))

    async def _resolve_again(self, streams: Sequence[Stream]) -> None:
        answers: dict[tuple[str, frozenset[str]], Reader | None] = {}
        for stream in streams:
            reader = stream.reader
            key = (reader.session_key, frozenset(reader.audiences))
            if key not in answers:
                answers[key] = await self.in_thread(live.reader_of, *key)
            again = answers[key]
            if again is None or differs(again, reader):
                stream.close()

    async def _review_for_ever(self) -> None:
        """Sessions also end without a fact: by their age, or by a hand in the database."""
        while True:
            await asyncio.sleep(REVIEW_SECONDS)
            if not self.streams:
                continue
            try:
                pairs = {
                    (stream.reader.session_key, stream.reader.actor.person_id)
                    for stream in self.streams
                }
                ended = await self.in_thread(live.ended_sessions, pairs)
            except Exception:
                logger.exception("the sessions of live streams could not be reviewed")
                continue
            for stream in list(self.streams):
                if stream.reader.session_key in ended:
                    stream.close()

    async def _mind_for_ever(self) -> None:
        while True:
            await asyncio.sleep(MIND_SECONDS)
            now = time.monotonic()
            for stream in list(self.streams):
                stream.mind(now)

    def _spawn(self, work: Any) -> None:
        task = self.loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def differs(one: Reader, other: Reader) -> bool:
    """Whether the same session now reads with other rights."""
    return (
        one.actor.network_id != other.actor.network_id
        or one.actor.party_id != other.actor.party_id
        or one.actor.roles != other.actor.roles
        or one.audiences != other.audiences
    )


def concerns(key: tuple[str, Hashable], fact: Sealed) -> bool:
    """Whether the fact may change the topic for this audience (a network id, or a tuple of one)."""
    topic, audience = key
    networks = audience if isinstance(audience, tuple) else (audience,)
    known = live.topics().get(topic)
    return known is not None and fact.network_id in networks and known.concerns(fact.kind)


def tell(stream: Stream, fact: Sealed, subject: str) -> None:
    if may_see(stream.reader.actor, fact):
        stream.put(("changed", subject), changed_message(subject, fact.position))


def changed_message(subject: str, position: int) -> Message:
    return _message("changed", {"subject": subject}, position)


def html_message(topic: str, html: str, position: int) -> Message:
    return _message("html", {"topic": topic, "html": html}, position)


def _message(name: str, content: dict[str, str], position: int) -> Message:
    number = f"id: {position}\n" if position else ""
    return Message(f"event: {name}\n{number}data: {json.dumps(content)}\n\n".encode())


_hubs: dict[int, Hub] = {}


def hub() -> Hub:
    """The hub of the running loop, made when the first stream opens."""
    loop = asyncio.get_running_loop()
    known = _hubs.get(id(loop))
    if known is None or known.loop is not loop:
        known = _hubs[id(loop)] = Hub()
    return known


def close_all() -> None:
    """End the streams of every loop of this process."""
    for known in list(_hubs.values()):
        known.close()
    _hubs.clear()
