"""Start a network: its agreement in force from a terms file, its vocabulary, and a link for its
first coordinator."""

from __future__ import annotations

import argparse
from pathlib import Path

from muster.config.cli.output import add_json, fail_to_read, show
from muster.rules.terms.zones import zone_line

FIRST_ZONE = "America/Denver"
HELP = "start a network and invite its first coordinator"


def configure(parser: argparse.ArgumentParser) -> None:
    add_json(parser)
    parser.add_argument("slug", help="short name: small letters, digits and dashes")
    parser.add_argument("name", help='full name: "Utah IT Mutual Aid"')
    parser.add_argument("--coordinator", required=True, metavar="NAME", help="who coordinates")
    parser.add_argument("--email", required=True, help="the coordinator's address")
    parser.add_argument("--terms", type=Path, help="terms file; without it the Utah terms")
    parser.add_argument(
        "--time-zone",
        help="where its days begin and end, as in America/Denver; without it the terms file's own",
    )
    parser.add_argument("--currency", default="USD")
    parser.add_argument("--state", default="", help="two letters")


def run(arguments: argparse.Namespace) -> int:
    from django.conf import settings
    from django.db import transaction
    from django.urls import reverse

    try:
        text = _terms_file(arguments.terms).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return fail_to_read(arguments, error)
    with transaction.atomic():
        network, token = _start(arguments, text)
    link = settings.MUSTER_BASE_URL + reverse("members:join", args=[token])
    show(
        arguments,
        {"ok": True, "network_id": network.id, "slug": network.slug, "link": link},
        f"{network.name} is ready. {arguments.coordinator} signs up here, once:\n{link}",
    )
    return 0


def _terms_file(given: Path | None) -> Path:
    from django.conf import settings

    return given or settings.MUSTER_PACKAGE_DIR / "agreements" / "library" / "utah_it_maa.toml"


def _start(arguments: argparse.Namespace, terms_text: str):
    """The network with all that it needs to be usable, or nothing at all."""
    from muster.agreements import commands as agreements
    from muster.catalog import commands as catalog
    from muster.members import commands as members
    from muster.rules.actor import NetworkRole, system_actor

    named = zone_line(terms_text)
    network = members.create_network(
        system_actor(via="command line"),
        slug=arguments.slug,
        name=arguments.name,
        time_zone=arguments.time_zone or (named.zone if named else FIRST_ZONE),
        currency=arguments.currency,
        state_code=arguments.state,
    )
    actor = system_actor(network.id, via="command line")
    version = agreements.draft_version(
        actor, label="1", title=arguments.name, terms_text=terms_text
    )
    agreements.put_in_force(actor, version_id=version.id)
    catalog.seed_vocabulary(actor)
    invited = members.invite_person(
        actor,
        email=arguments.email,
        name=arguments.coordinator,
        network_roles=[NetworkRole.COORDINATOR],
    )
    return network, invited.token
