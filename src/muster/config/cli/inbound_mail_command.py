"""Take in one answer by mail, an RFC 5322 message on standard input: for a mail server's pipe."""

from __future__ import annotations

import argparse
import sys

from muster.config.cli.output import add_json, show

HELP = "take in an answer by mail from standard input"


def configure(parser: argparse.ArgumentParser) -> None:
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Always 0 once it was read: a mail server that hears an error sends the mail back and tells the
    sender which answers count."""
    from muster.messaging.carriers import mail
    from muster.messaging.carriers.arrival import NotFromCarrier
    from muster.messaging.commands.replies import refuse_forged, take_in

    content = sys.stdin.buffer.read(mail.MOST_BYTES + 1)
    try:
        reason = take_in(mail.read(content))
    except NotFromCarrier as error:
        refuse_forged(mail.NAME, content)
        reason = str(error)
    show(arguments, {"refused_because": reason}, reason or "taken in")
    return 0
