"""Every write about networks, parties, people and accounts: one function per verb."""

from muster.members.commands.calendar_feeds import (
    FeedMade,
    end_calendar_feeds,
    make_calendar_feed,
    revoke_calendar_feed,
)
from muster.members.commands.contacts import (
    add_contact,
    edit_contact,
    remove_contact,
    reorder_contacts,
    verify_contacts,
)
from muster.members.commands.exercises import close_exercise, open_exercise
from muster.members.commands.importing import import_parties
from muster.members.commands.invitations import (
    accept_invitation,
    invite_person,
    withdraw_invitation,
)
from muster.members.commands.networks import create_network, edit_network
from muster.members.commands.parties import (
    add_party,
    change_standing,
    edit_party,
    follow_standing,
)
from muster.members.commands.people import (
    create_person,
    deactivate_person,
    edit_profile,
    reactivate_person,
)
from muster.members.commands.recovery import read_recovery_code, recover_person, use_recovery
from muster.members.commands.roles import (
    grant_network_role,
    grant_party_role,
    revoke_network_role,
    revoke_party_role,
)
from muster.members.commands.sessions import (
    dispose_sign_ins,
    end_access,
    end_other_sessions,
    end_session,
)
from muster.members.commands.tokens import create_token, revoke_token

__all__ = [
    "FeedMade",
    "end_calendar_feeds",
    "make_calendar_feed",
    "revoke_calendar_feed",
    "dispose_sign_ins",
    "end_access",
    "accept_invitation",
    "add_contact",
    "add_party",
    "change_standing",
    "close_exercise",
    "create_network",
    "create_person",
    "create_token",
    "deactivate_person",
    "edit_contact",
    "edit_network",
    "edit_party",
    "follow_standing",
    "edit_profile",
    "end_other_sessions",
    "end_session",
    "grant_network_role",
    "grant_party_role",
    "import_parties",
    "invite_person",
    "open_exercise",
    "reactivate_person",
    "read_recovery_code",
    "recover_person",
    "remove_contact",
    "reorder_contacts",
    "revoke_network_role",
    "revoke_party_role",
    "revoke_token",
    "use_recovery",
    "verify_contacts",
    "withdraw_invitation",
]
