"""The last resort, on the host alone: link and code for somebody whom no two officers can let
back in. It is recorded, and every party that the person serves is told."""

from __future__ import annotations

import argparse

from muster.config.cli.output import add_json, show

HELP = "let a person back in when no two officers can"


def configure(parser: argparse.ArgumentParser) -> None:
    add_json(parser)
    parser.add_argument("email", help="the address that the person signs in with")
    parser.add_argument("--because", required=True, metavar="REASON", help="recorded and told")
    parser.add_argument(
        "--remove-factors",
        action="store_true",
        help="also take lost authenticator apps, passkeys and recovery codes off the account",
    )


def run(arguments: argparse.Namespace) -> int:
    from django.conf import settings
    from django.db import transaction
    from django.urls import reverse

    from muster.members import commands, queries
    from muster.rules.actor import system_actor

    host = system_actor(via="command line")
    person = queries.get_person_by_address(host, arguments.email)
    with transaction.atomic():
        issued = commands.recover_person(
            host,
            person_id=person.id,
            removes_factors=arguments.remove_factors,
            reason=arguments.because[:300],
        )
        spoken = commands.read_recovery_code(host, person_id=person.id)
    link = settings.MUSTER_BASE_URL + reverse("members:recover", args=[issued.token])
    show(
        arguments,
        {"ok": True, "link": link, "code": spoken.code, "expires_at": spoken.recovery.expires_at},
        f"{person.name} opens this link within four hours:\n{link}\n"
        f"and types this code, which you speak and never send:  {spoken.code}\n"
        "Every party that the person serves is told.",
    )
    return 0
