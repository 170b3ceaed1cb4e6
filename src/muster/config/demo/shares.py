"""Made-up shares for a party of the demo, from the rules in shares.toml.

The same party always gets the same shares: what varies between two people of a role
follows from the party's key and the person's number, never from chance. Nobody here is
a real person, so people are named by what they do and where.
"""

import csv
import tomllib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import muster.catalog

HERE = Path(__file__).parent
SAMPLE = "(sample)"


@dataclass(frozen=True)
class PartyRow:
    """One row of register.csv or fictional.csv."""

    key: str
    name: str
    short_name: str
    kind: str
    service: str
    county: str
    place: str
    population: int | None
    latitude: str
    longitude: str
    domain: str
    reported: str
    standing: str

    @property
    def fictional(self) -> bool:
        return self.reported == "fictional"


@dataclass(frozen=True)
class Share:
    """One thing that a party is willing to share; `key` is stable and unique in the demo."""

    key: str
    party: str
    kind: str
    resource_type: str
    name: str
    quantity: int
    reserve: int
    unit: str
    rate: Decimal
    rate_unit: str  # one of the catalogue's bases: hour, day, month, free
    home_base: str
    latitude: str
    longitude: str
    overtime_rate: Decimal = Decimal(0)
    skills: tuple[str, ...] = ()
    clearances: tuple[str, ...] = ()
    away_days: tuple[int, int] | None = None  # not available from, until: days after loading
    serials: tuple[str, ...] = ()
    condition: str = ""
    replacement_cost: Decimal | None = None
    publisher: str = ""
    product: str = ""
    lending_permitted: bool = False
    permission: str = ""
    until_days: int | None = None
    power: str = ""
    network: str = ""
    note: str = ""


@dataclass(frozen=True)
class ReadyPackage:
    """A bundle that a party can send at a price known beforehand."""

    key: str
    party: str
    name: str
    holds: tuple[tuple[str, int], ...]  # resource type, quantity
    hours_each: int
    price: Decimal
    setup_hours: int
    summary: str


@cache
def rules() -> dict:
    return tomllib.loads((HERE / "shares.toml").read_text(encoding="utf-8"))


@cache
def vocabulary() -> dict:
    """The words that a new network starts with; the demo needs no others."""
    return _library("vocabulary")


def work_packages() -> list[dict]:
    """The presets for asking that a new network starts with."""
    return _library("packages")["work_package"]


def _library(name: str) -> dict:
    library = Path(muster.catalog.__file__).parent / "library"
    return tomllib.loads((library / f"{name}.toml").read_text(encoding="utf-8"))


def remote_roles() -> frozenset[str]:
    """Roles whose work can be done from the home base."""
    return frozenset(name for name, rule in rules()["role"].items() if rule.get("remote"))


def register() -> tuple[PartyRow, ...]:
    """The real parties, as facts."""
    return _rows("register.csv")


def fictional_parties() -> tuple[PartyRow, ...]:
    return _rows("fictional.csv")


@cache
def _rows(file_name: str) -> tuple[PartyRow, ...]:
    with (HERE / file_name).open(encoding="utf-8", newline="") as lines:
        texts = PartyRow.__dataclass_fields__.keys() - {"population"}
        return tuple(
            PartyRow(population=_population(row), **{name: row[name] for name in texts})
            for row in csv.DictReader(lines)
        )


def _population(row: dict[str, str]) -> int | None:
    return int(row["population"]) if row["population"] else None


def band_of(party: PartyRow) -> str:
    """The first band of the party's kind that its population fits."""
    for band in rules()["band"]:
        if band["kind"] != party.kind:
            continue
        if "below" not in band or (party.population or 0) < band["below"]:
            return band["key"]
    raise ValueError(f"no band for a party of kind {party.kind!r}")


def shares_of(party: PartyRow) -> tuple[Share, ...]:
    """All people and things of one party, in a fixed order."""
    return (*_people(party), *_things(party))


def _people(party: PartyRow) -> Iterator[Share]:
    for role, count in rules()["shares"][band_of(party)]["people"].items():
        for number in range(1, count + 1):
            yield _person(party, role, number)


def _person(party: PartyRow, role: str, number: int) -> Share:
    rule = rules()["role"][role]
    resource_type = vocabulary()["resource_types"][role]
    salt = zlib.crc32(f"{party.key}/{role}/{number}".encode())
    extra = rule["also"][(number - 1) % len(rule["also"])]
    clearances = list(rule["clearances"])
    if "cjis_fingerprint" not in clearances and party.kind == "county" and number == 1:
        clearances.append("cjis_fingerprint")
    return Share(
        key=f"{party.key}/{role}/{number}",
        party=party.key,
        kind="person",
        resource_type=role,
        name=f"{resource_type['name']} {number}, {party.short_name} {SAMPLE}",
        quantity=1,
        reserve=0,
        unit=resource_type["unit"],
        rate=Decimal(rule["rate"]),
        overtime_rate=Decimal(rule["rate"]) * Decimal(rules()["overtime_factor"]),
        rate_unit=resource_type["rate_unit"],
        home_base=party.place,
        latitude=party.latitude,
        longitude=party.longitude,
        skills=(*rule["skills"], *extra),
        clearances=tuple(clearances),
        away_days=_away_days(party, number, salt),
    )


def _away_days(party: PartyRow, number: int, salt: int) -> tuple[int, int] | None:
    """About one real party's colleague in seven is away; the story's own people never are."""
    if party.fictional or number == 1 or salt % 7:
        return None
    first = 1 + salt // 7 % 5
    return first, first + 5 + salt // 35 % 8


def _things(party: PartyRow) -> Iterator[Share]:
    for type_key, (quantity, reserve) in rules()["shares"][band_of(party)]["things"].items():
        rule = rules()["thing"][type_key]
        resource_type = vocabulary()["resource_types"][type_key]
        serials: tuple[str, ...] = ()
        if resource_type["kind"] == "equipment":
            stem = f"SAMPLE-{party.key.upper().replace('_', '-')}-{type_key[:3].upper()}"
            serials = tuple(f"{stem}-{number:03d}" for number in range(1, quantity + 1))
        yield Share(
            key=f"{party.key}/{type_key}",
            party=party.key,
            kind=resource_type["kind"],
            resource_type=type_key,
            name=f"{resource_type['name']}, {party.short_name} {SAMPLE}",
            quantity=quantity,
            reserve=reserve,
            unit=resource_type["unit"],
            rate=Decimal(rule["rate"]),
            rate_unit=resource_type["rate_unit"] if Decimal(rule["rate"]) else "free",
            home_base=party.place,
            latitude=party.latitude,
            longitude=party.longitude,
            serials=serials,
            condition=rule.get("condition", ""),
            replacement_cost=Decimal(rule["replacement_cost"])
            if "replacement_cost" in rule
            else None,
            publisher=rule.get("publisher", ""),
            product=rule.get("product", ""),
            lending_permitted=rule.get("lending_permitted", False),
            permission=rule.get("permission", ""),
            until_days=rule.get("until_days"),
            power=rule.get("power", ""),
            network=rule.get("network", ""),
            note=rule["note"],
        )


def ready_packages_of(party: PartyRow) -> tuple[ReadyPackage, ...]:
    """The bundles of one party; each holds no more than the party shares."""
    return tuple(
        ReadyPackage(
            key=f"{party.key}/{package['key']}",
            party=party.key,
            name=f"{package['name']}, {party.short_name} {SAMPLE}",
            holds=tuple(package["holds"].items()),
            hours_each=package["hours_each"],
            price=Decimal(package["price"]),
            setup_hours=package["setup_hours"],
            summary=package["summary"],
        )
        for package in rules()["ready_package"]
        if band_of(party) in package["bands"]
    )


def pieces_of(package: ReadyPackage, party: PartyRow) -> tuple[tuple[str, int], ...]:
    """Which shares the package takes, and how many of each: people one by one, things together."""
    pieces = []
    for resource_type, wanted in package.holds:
        for share in shares_of(party):
            if share.resource_type == resource_type and wanted > 0:
                taken = min(wanted, share.quantity - share.reserve)
                pieces.append((share.key, taken))
                wanted -= taken
    return tuple(pieces)
