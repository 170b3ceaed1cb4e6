"""Loads the demo network through the product's own commands, each at the moment of its story."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from muster.catalog import commands as catalog
from muster.config.demo import (
    accounts,
    called,
    duty,
    learned,
    listing,
    live,
    network,
    past,
    playbooks,
    sent,
    settled,
    shares,
    sheets,
)
from muster.config.demo.stage import Stage
from muster.journal import clock
from muster.journal.sealer import seal_all
from muster.journal.worker import drain
from muster.notifications import commands as notifications

ZONE = "America/Denver"
FOUNDED_DAYS_AGO = 150
QUIET_SINCE_DAYS = 30
Say = Callable[[str], None]


def load_demo_network(say: Say = lambda sentence: None) -> Stage:
    """The whole demo: the real register, fictional neighbours, shares, and the story."""
    began = time.monotonic()
    parties = (*shares.register(), *shares.fictional_parties())
    stage = set_the_stage(parties, say)
    say("Telling the past mission: asked, sent, brought home, settled …")
    mission = past.tell(stage)
    sent.tell(stage, mission)
    settled.tell(stage, mission)
    learned.tell(stage, mission)
    sheets.print_sheets(stage)
    playbooks.write(stage)
    _read_old_notices(stage)
    duty.keep_rotas(stage)
    say("Opening the live aid request with two offers waiting …")
    called.tell(stage, live.tell(stage))
    say("Sealing the journal …")
    drain()
    seal_all()
    say(
        f"Loaded {len(stage.parties)} parties and {len(stage.resources)} shares "
        f"in {time.monotonic() - began:.0f} s."
    )
    return stage


def _read_old_notices(stage: Stage) -> None:
    """Nobody starts with an inbox full of a story that is over."""
    with stage.at(stage.loaded_at - timedelta(days=QUIET_SINCE_DAYS)):
        for posts in stage.actors.values():
            for actor in posts.values():
                notifications.read_all_notices(actor)


def set_the_stage(parties: Iterable[shares.PartyRow], say: Say = lambda sentence: None) -> Stage:
    """The network before anything happens: parties, agreement, people, shares."""
    parties = tuple(parties)
    stage = Stage(loaded_at=clock.now(), zone=ZoneInfo(ZONE))
    # one commit for some eight hundred commands: an ordinary disk needs milliseconds for each
    with stage.at(stage.loaded_at - timedelta(days=FOUNDED_DAYS_AGO)), transaction.atomic():
        say("Making the network and putting its agreement in force …")
        network.make_network(stage)
        network.put_agreement_in_force(stage)
        say(f"Adding {len(parties)} parties with their contacts …")
        network.add_parties(stage, parties)
        network.add_contacts(stage, parties)
        say(f"Making {len(accounts.accounts())} accounts …")
        network.make_accounts(stage, accounts.shared_password())
        network.attest_baseline(stage, parties)
        say("Listing people, equipment, licences, capacity and facilities …")
        catalog.seed_vocabulary(stage.loader())
        listing.list_shares(stage, parties)
    with stage.at(stage.loaded_at):
        listing.set_aside(stage, parties)
    return stage


def load_cast() -> Stage:
    """The fictional parties alone, in peace: what tests and pictures start from."""
    stage = set_the_stage(shares.fictional_parties())
    drain()
    seal_all()
    return stage
