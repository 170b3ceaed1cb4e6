"""The host is lost: its last backup comes up under a second name, and people get in and see all."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

from tests.cast import ACCOUNTS, PASSWORD
from tests.server import MusterServer, Prepared, run_python

pytestmark = pytest.mark.slow

ON_THE_HOST = f"""
import json, django; django.setup()
from datetime import timedelta
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from muster.breakglass import commands
from muster.journal import clock
from muster.journal.queries import last_fact_id
from muster.members.models import PartyRoleGrant, Person
from muster.messaging.commands import Letter, send
from muster.messaging.models import Message
from muster.rules.actor import Actor

director = Person.objects.get(email={ACCOUNTS["city_director"].email!r})
grant = PartyRoleGrant.objects.filter(person=director, revoked_at=None).first()
actor = Actor(network_id=grant.network_id, person_id=director.id, party_id=grant.party_id,
    roles=frozenset(["authorized_representative"]), stepped_up=True, name=director.name)
issued = commands.issue_codes(actor, party_id=grant.party_id, count=2)
county = Person.objects.get(email={ACCOUNTS["county_duty_officer"].email!r})
secret = generate_totp_secret()
TOTP.activate(county, secret)

def letter(key):
    return Letter(network_id=grant.network_id, person_id=None, channel="email",
        address="clerk@example.org", subject=key, body="words", unique_key=key)
send([letter("due"), letter("later")])
Message.objects.filter(unique_key="later").update(next_attempt_at=clock.now() + timedelta(days=1))
print(json.dumps(dict(secret=secret, codes=issued.codes, person_id=str(director.id),
    last_fact_id=last_fact_id())))
"""
MESSAGES = """
import json, django; django.setup()
from muster.journal.models import Fact
from muster.messaging.commands import Letter, send
from muster.messaging.models import Message
known = Fact.objects.order_by("id").first()
send([Letter(network_id=known.network_id, person_id=None, channel="email", address="a@example.org",
    subject="told", body="words", unique_key="told", fact_id=known.id)])
rows = Message.objects.filter(unique_key__in=["due", "later", "told"])
print(json.dumps({row.unique_key: [row.state, row.attempts] for row in rows}))
"""


class Visitor:
    """A browser without scripts, which knows a machine by the name that it was given."""

    def __init__(self, server: MusterServer, name: str) -> None:
        self.server, self.name = server, name
        self.cookies: dict[str, str] = {}
        self.page = ""

    def open(self, path: str, **typed: str) -> str:
        """One page, redirects followed; with something typed it is posted."""
        content = None
        if typed:
            token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', self.page)
            assert token, self.page[:500]
            content = urllib.parse.urlencode({**typed, "csrfmiddlewaretoken": token[1]}).encode()
        asked = urllib.request.Request(f"{self.server.url}{path}", data=content)
        asked.add_header("Host", self.name)
        asked.add_header("Origin", f"http://{self.name}")
        asked.add_header("Cookie", "; ".join(f"{key}={is_}" for key, is_ in self.cookies.items()))
        opener = urllib.request.build_opener(NoRedirect)
        try:
            answer = opener.open(asked, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        for line in answer.headers.get_all("Set-Cookie") or []:
            key, _, rest = line.partition("=")
            self.cookies[key] = rest.partition(";")[0]
        if answer.status in (301, 302, 303):
            return self.open(urllib.parse.urlsplit(answer.headers["Location"])._replace(
                scheme="", netloc="").geturl())  # fmt: skip
        self.page = answer.read().decode()
        return self.page


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """The visitor follows by itself, with its cookies and its name of the machine."""

    def redirect_request(self, *given: Any) -> None:
        return None


@pytest.fixture(scope="module")
def prepared_host(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What was on the host, and its last backup; the host itself is gone."""
    host = MusterServer(prepared, tmp_path_factory.mktemp("host"))
    known = json.loads(run_python(["-c", ON_THE_HOST], host.environment))
    identity, backup = host.folder / "identity.txt", host.folder / "last.tar.age"
    made = json.loads(host.run("backup", "--json", "--new-key", str(identity)))
    host.run("backup", str(backup), "--recipient", made["recipient"])
    return {**known, "identity": identity, "backup": backup}


@pytest.fixture(scope="module")
def standby(
    prepared: Prepared, prepared_host: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MusterServer]:
    server = MusterServer.empty(prepared.postgres, tmp_path_factory.mktemp("standby"))
    restored = json.loads(
        server.run(
            "restore", "--json", str(prepared_host["backup"]), "--identity",
            str(prepared_host["identity"]), "--standby", "--base-url", address_of(server),
        )
    )  # fmt: skip
    assert restored["messages_held"] >= 1
    server.start()
    yield server
    server.stop()


def address_of(server: MusterServer) -> str:
    return f"http://standby.localhost:{server.port}"


def visitor(server: MusterServer) -> Visitor:
    return Visitor(server, f"standby.localhost:{server.port}")


def test_its_sign_in_page_says_what_works_there(standby: MusterServer) -> None:
    page = visitor(standby).open("/account/login/")
    assert "passkeys do not work here" in page
    assert "<strong>Standby</strong> since" in page
    assert "passkey_login" not in page
    assert "passkey_login" not in visitor(standby).open("/break-glass/")


def test_a_printed_code_of_the_host_opens_it_and_the_data_is_there(
    standby: MusterServer, prepared_host: dict[str, Any]
) -> None:
    phone = visitor(standby)
    phone.open("/break-glass/")
    phone.open("/break-glass/", code=prepared_host["codes"][0])
    phone.open(
        "/break-glass/", code=prepared_host["codes"][0], person_id=prepared_host["person_id"]
    )
    assert "Juniper Flats" in phone.open("/board/")


def test_password_and_authenticator_app_open_it(
    standby: MusterServer, prepared_host: dict[str, Any]
) -> None:
    browser = visitor(standby)
    browser.open("/account/login/")
    account = ACCOUNTS["county_duty_officer"]
    browser.open("/account/login/", login=account.email, password=PASSWORD)
    assert account.name not in browser.page, "the second step is asked for"
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(prepared_host["secret"], counter))
    browser.open("/account/2fa/authenticate/", code=code)
    assert "Sagebrush County" in browser.open("/board/")


def test_what_the_host_may_have_sent_is_held_and_what_was_due_later_is_not(
    standby: MusterServer,
) -> None:
    states = json.loads(run_python(["-c", MESSAGES], standby.environment))
    assert states == {"due": ["held", 1], "later": ["waiting", 0], "told": ["held", 1]}


def test_links_carry_the_new_address_and_the_journal_still_verifies(standby: MusterServer) -> None:
    said = run_python(
        ["-c", "from muster.config import settings; print(settings.MUSTER_BASE_URL)"],
        standby.environment,
    )
    assert said.strip() == address_of(standby)
    assert json.loads(standby.run("verify-journal", "--json"))["ok"]


def test_another_secret_key_is_refused_before_anything_is_kept(
    prepared: Prepared, prepared_host: dict[str, Any], tmp_path: Path
) -> None:
    server = MusterServer.empty(prepared.postgres, tmp_path)
    server.environment["MUSTER_SECRET_KEY"] = "another-key-" + "1" * 40
    with pytest.raises(RuntimeError, match="unset it"):
        server.run(
            "restore", str(prepared_host["backup"]), "--identity", str(prepared_host["identity"])
        )
    assert json.loads(server.run("verify-journal", "--json"))["position"] == 0


def test_a_standby_needs_an_address_of_its_own(
    prepared: Prepared, prepared_host: dict[str, Any], tmp_path: Path
) -> None:
    server = MusterServer.empty(prepared.postgres, tmp_path)
    words = [str(prepared_host["backup"]), "--identity", str(prepared_host["identity"])]
    for given in ([], ["--base-url", "http://standby.example.gov"]):
        with pytest.raises(RuntimeError, match="--base-url https"):
            server.run("restore", *words, "--standby", *given)
