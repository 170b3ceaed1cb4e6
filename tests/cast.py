"""The cast: the same few parties, people and accounts in every test, in the demo and in pictures.

They are the demo network's fictional parties, read from its own tables, so that a test and
the demo cannot drift apart. Plain values: nothing here touches a database.
"""

import tomllib
from dataclasses import dataclass
from types import MappingProxyType

from muster.config.demo import shares
from muster.config.demo.shares import PartyRow, ReadyPackage, Share

__all__ = [
    "ACCOUNTS",
    "AGENCY_ROLES",
    "PARTIES",
    "PASSWORD",
    "READY_PACKAGES",
    "SHARES",
    "Account",
    "account_with",
]


@dataclass(frozen=True)
class Account:
    """Someone who signs in: what they are, and for whom. Never a real person."""

    key: str
    title: str
    name: str
    email: str
    phone: str
    party_roles: tuple[tuple[str, str], ...]  # party's key, role
    network_roles: tuple[str, ...]
    person: str | None  # the share that this account is, for those who go on missions

    @property
    def parties(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(party for party, _ in self.party_roles))


def _accounts() -> tuple[str, dict[str, Account]]:
    table = tomllib.loads((shares.HERE / "accounts.toml").read_text(encoding="utf-8"))
    accounts = {
        row["key"]: Account(
            key=row["key"],
            title=row["title"],
            name=row["name"],
            email=row["email"],
            phone=row["phone"],
            party_roles=tuple((grant["party"], grant["role"]) for grant in row.get("roles", ())),
            network_roles=tuple(row.get("network_roles", ())),
            person=row.get("person"),
        )
        for row in table["account"]
    }
    return table["shared_password"], accounts


PASSWORD, _ACCOUNTS = _accounts()

PARTIES: MappingProxyType[str, PartyRow] = MappingProxyType(
    {party.key: party for party in shares.fictional_parties()}
)
"""juniper_flats is stricken; sagebrush_county, cottonwood_bend and red_mesa_schools help."""

ACCOUNTS: MappingProxyType[str, Account] = MappingProxyType(_ACCOUNTS)

SHARES: MappingProxyType[str, Share] = MappingProxyType(
    {share.key: share for party in PARTIES.values() for share in shares.shares_of(party)}
)

READY_PACKAGES: MappingProxyType[str, ReadyPackage] = MappingProxyType(
    {each.key: each for party in PARTIES.values() for each in shares.ready_packages_of(party)}
)

AGENCY_ROLES = (
    "authorized_representative",
    "duty_officer",
    "responder",
    "finance",
    "clerk",
    "read_only",
)


def account_with(role: str, party: str | None = None) -> Account:
    """The first account that holds `role`, for `party` where one is named."""
    for account in ACCOUNTS.values():
        if party is None and role in account.network_roles:
            return account
        for held_for, held in account.party_roles:
            if held == role and party in (None, held_for):
                return account
    raise LookupError(f"nobody in the cast is {role} of {party or 'any party'}")
