"""What of this room is readable on a phone without a network: the playbooks at hand."""

from __future__ import annotations

from muster.playbooks import queries
from muster.playbooks.models import PlaybookVersion
from muster.rules.actor import Actor
from muster.web import display
from muster.web.offline_sections import Item, facts, may_be_kept, register_offline_section

MOST_PLAYBOOKS = 40


def playbooks(actor: Actor) -> list[Item]:
    """Own ones first, then the network's, then what other parties share."""
    found = queries.at_hand(actor, limit=MOST_PLAYBOOKS)
    return [_playbook(each) for each in found if may_be_kept(each.sharing_label)]


def _playbook(row: PlaybookVersion) -> Item:
    steps = [f"{number}. {step}" for number, step in enumerate(row.step_list, 1)]
    party = row.playbook.party
    return {
        "id": str(row.playbook_id),
        "title": row.title,
        "text": "\n".join([row.when_to_use, *steps]),
        "facts": facts(
            ("For", display.label_text(row.kind)),
            ("Whose", party.name if party else "The network"),
            ("Version", str(row.number)),
            ("Gone through", display.day_text(row.reviewed_on)),
            ("Again by", display.day_text(row.review_by)),
            ("Sharing", row.sharing_label),
        ),
    }


register_offline_section(
    "playbooks", "Playbooks", playbooks, empty="No playbook is written yet.", order=40
)
