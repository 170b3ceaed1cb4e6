"""Rates come from public files and rate cards; the one in force on the day is used, with its source."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from muster.config import cli
from muster.journal import clock
from muster.journal.models import Fact
from muster.rates import commands, queries
from muster.rates.models import Rate
from muster.rates.reading import read_rates
from muster.rules.refusal import NotFound, Refused
from tests.apps.aid.doors import browser, send
from tests.apps.aid.test_ask_for_help import codes
from tests.apps.aid.test_pages import fields_of
from tests.apps.aid.world import World

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "rates"
GSA = (
    "fiscal_year,state,destination,counties,season_begin,season_end,lodging_usd,mie_usd\n"
    "2026,*,Standard CONUS rate,,,,110,68\n"
    "2026,UT,Moab,Grand,October 1,October 31,221,86\n"
    "2026,UT,Moab,Grand,November 1,February 28,110,86\n"
    "2026,UT,Salt Lake City,Salt Lake / Tooele,,,142,80\n"
)
MILES = (
    "valid_from,valid_to,cents_per_mile,verified,source\n"
    "2018-01-01,2018-12-31,54.5,no,from memory\n"
    "2026-01-01,2026-12-31,72.5,yes,IRS announcement\n"
)
CARD = "key,part,amount,valid_from,valid_until,source\nlaptop,day,4.50,2026-01-01,,Own schedule\n"


def imported(world: World, kind: str = "gsa_per_diem", text: str = GSA, **values):
    return commands.import_rates(world.actor(None, "coordinator"), kind=kind, text=text, **values)


def on(world: World, day: date, key: str, part: str = "lodging", table: str = "gsa_per_diem"):
    found = queries.rates_for(world.actor("city"), [table], [key], day, day)
    return found.on(day, table, key, part)


def test_a_place_has_its_rate_of_the_season_and_every_other_the_standard_one(world: World) -> None:
    imported(world)
    assert on(world, date(2025, 10, 31), "UT/Grand").amount.amount == 221
    assert on(world, date(2025, 11, 1), "UT/Grand").amount.amount == 110
    assert on(world, date(2026, 2, 28), "UT/Moab").amount.amount == 110
    assert on(world, date(2026, 3, 1), "UT/Grand").key == "*"
    assert on(world, date(2026, 5, 1), "UT/Tooele", "meals").amount.amount == 80
    assert on(world, date(2026, 5, 1), "UT/Garfield").amount.amount == 110
    assert on(world, date(2026, 10, 1), "UT/Tooele") is None
    assert "Moab" in on(world, date(2025, 10, 1), "UT/Grand").source


def test_a_county_comes_before_a_town_of_its_name() -> None:
    towns = GSA + "2026,UT,Tooele,Juab,,,99,70\n"
    found = {each.place: each for each in read_rates("gsa_per_diem", towns).rates}
    assert found["UT/Tooele", "lodging", date(2025, 10, 1)].amount == 142
    assert found["UT/Juab", "lodging", date(2025, 10, 1)].amount == 99


def test_a_season_that_ends_with_february_ends_with_it_in_a_leap_year_too() -> None:
    found = read_rates("gsa_per_diem", GSA.replace("2026", "2028"))
    winter = {each.valid_until for each in found.rates if each.valid_from.month == 11}
    assert winter == {date(2028, 2, 29)}


def test_the_same_amount_with_two_last_days_is_refused_like_two_amounts() -> None:
    head = "key,part,amount,valid_from,valid_until,source\n"
    for second, words in (
        ("van,hour,20.00,2026-01-01,2026-06-30,\n", "Two last days"),
        ("van,hour,21.00,2026-01-01,,\n", "Two amounts"),
    ):
        found = read_rates("rates", f"{head}van,hour,20.00,2026-01-01,,\n{second}")
        assert [words in each.sentence for each in found.mistakes] == [True], found.mistakes
    twice = read_rates("rates", head + 2 * "van,hour,20.00,2026-01-01,,\n")
    assert (twice.mistakes, len(twice.rates)) == ([], 1)


def test_a_mile_costs_what_it_did_on_the_day_and_unverified_rates_stay_out(world: World) -> None:
    imported(world, "irs_mileage", MILES)
    assert on(world, date(2026, 7, 1), "mile", "", "irs_mileage").amount.amount == Decimal("0.725")
    assert on(world, date(2018, 7, 1), "mile", "", "irs_mileage") is None
    assert "not verified" in read_rates("irs_mileage", MILES).notes[0]


def test_importing_again_changes_nothing_and_a_new_amount_replaces_the_old(world: World) -> None:
    imported(world)
    before = Rate.objects.count()
    imported(world)
    assert Rate.objects.count() == before
    imported(world, text=GSA.replace(",110,68", ",112,68"))
    assert Rate.objects.filter(replaced_at__isnull=False, key="*").count() == 1
    assert on(world, date(2026, 5, 1), "UT/Garfield").amount.amount == 112
    last = Fact.objects.filter(kind="RatesImported").latest("id")
    assert (last.payload["added"], last.payload["replaced"]) == (0, 1)


@pytest.mark.parametrize(
    ("kind", "text", "where"),
    [
        ("gsa_per_diem", GSA.replace("2026,*", "26,*"), (2, "fiscal_year")),
        ("gsa_per_diem", GSA.replace("UT,Moab", "Utah,Moab"), (3, "state")),
        ("gsa_per_diem", GSA.replace("October 31", "Octember 31"), (3, "season_end")),
        ("gsa_per_diem", GSA.replace("February 28", "October 15"), (4, "season_end")),
        ("gsa_per_diem", GSA.replace(",221,", ",-1,"), (3, "lodging_usd")),
        ("gsa_per_diem", GSA.replace(",221,", ",NaN,"), (3, "lodging_usd")),
        ("gsa_per_diem", GSA.replace(",221,86", ",221"), (3, "line")),
        ("gsa_per_diem", GSA.replace("Moab", "Mo\x00ab"), (3, "destination")),
        ("gsa_per_diem", GSA + "2026,UT,Moab,Grand,October 1,October 31,9,86\n", (0, "key")),
        ("irs_mileage", MILES.replace("2026-12-31", "2025-12-31"), (3, "valid_to")),
        ("irs_mileage", MILES.replace("72.5", "72.55555"), (3, "cents_per_mile")),
        ("irs_mileage", "a,b\n1,2\n", (1, "heading")),
        ("irs_mileage", "", (1, "heading")),
        ("rates", CARD.replace("2026-01-01", "0001-01-01"), (2, "valid_from")),
        ("rates", CARD.replace("laptop", ""), (2, "key")),
    ],
)
def test_each_mistake_is_named_with_its_line_and_nothing_is_taken(
    world: World, kind: str, text: str, where: tuple[int, str]
) -> None:
    with pytest.raises(Refused) as refused:
        imported(world, kind, text, table_key="own_rates", title="Own")
    found = [(each.values["line"], each.values["column"]) for each in refused.value.refusals]
    assert where in found
    assert not Rate.objects.exists()


def test_a_rate_card_needs_a_name_and_a_title(world: World) -> None:
    for values, code in (
        ({}, "rate.bad_key"),
        ({"table_key": "Own Rates"}, "rate.bad_key"),
        ({"table_key": "own_rates"}, "rate.no_title"),
    ):
        with pytest.raises(Refused) as refused:
            imported(world, "rates", CARD, **values)
        assert codes(refused) == {code}
    assert imported(world, "rates", CARD, table_key="own_rates", title="Own").key == "own_rates"
    for kind, text, code in (
        ("else", CARD, "rate.unknown_kind"),
        ("rates", CARD.splitlines()[0], "rate.nothing_in_file"),
    ):
        with pytest.raises(Refused) as refused:
            imported(world, kind, text, table_key="own_rates")
        assert codes(refused) == {code}


def test_only_the_coordinator_imports(world: World) -> None:
    with pytest.raises(Refused) as refused:
        commands.import_rates(world.actor("city"), kind="gsa_per_diem", text=GSA)
    assert codes(refused) == {"permission.denied"}


def test_what_was_declared_before_people_departed_counts(world: World) -> None:
    county = world.actor("county")
    departed = clock.now() + timedelta(seconds=1)
    commands.declare_load(county, fringe_percent=Decimal("32.5"), overhead_percent=Decimal(10))
    found = queries.declared_load(world.actor("city"), world.parties["county"].id, departed)
    assert found is not None and found.fringe_percent == Decimal("32.5")
    earlier = clock.now() - timedelta(days=1)
    assert queries.declared_load(county, world.parties["county"].id, earlier) is None
    assert queries.declared_load(county, world.parties["city"].id, departed) is None


@pytest.mark.parametrize("percent", ["-1", "500.001", "NaN", "1.0001"])
def test_a_percentage_that_cannot_be_is_refused(world: World, percent: str) -> None:
    with pytest.raises(Refused) as refused:
        commands.declare_load(world.actor("county"), fringe_percent=Decimal(percent))
    assert codes(refused) == {"rate.bad_percent"}


def test_a_declaration_is_a_partys_own(world: World) -> None:
    with pytest.raises(Refused) as refused:
        commands.declare_load(world.actor("county", "clerk"), fringe_percent=Decimal(1))
    assert codes(refused) == {"permission.denied"}
    key = uuid4()
    for _ in range(2):
        made = commands.declare_load(
            world.actor("county"), fringe_percent=Decimal(1), declaration_id=key
        )
    assert made.id == key and len(queries.declarations(world.actor("city"), made.party_id)) == 1
    with pytest.raises(NotFound):
        commands.declare_load(world.actor("city"), fringe_percent=Decimal(1), declaration_id=key)


def test_the_pages_import_a_file_and_show_what_it_says(world: World) -> None:
    client = browser(world, None, "coordinator")
    form = fields_of(client.get("/rates/import/").content.decode())
    bad = SimpleUploadedFile("rates.csv", GSA.replace("221", "x").encode(), "text/csv")
    answer = client.post("/rates/import/", {**form, "kind": "gsa_per_diem", "file": bad})
    assert answer.status_code == 422 and "Line 3, lodging_usd" in answer.content.decode()
    good = SimpleUploadedFile("rates.csv", GSA.encode(), "text/csv")
    answer = client.post("/rates/import/", {**form, "kind": "gsa_per_diem", "file": good})
    assert answer.status_code == 302
    shown = client.get("/rates/tables/gsa_per_diem/?search=Grand&on=2025-10-05").content.decode()
    assert "$221.00 USD" in shown and "UT/Moab" not in shown
    assert "gsa_per_diem" in browser(world, "city").get("/rates/").content.decode()


def test_over_the_api_rates_are_imported_and_read(world: World) -> None:
    client = browser(world, None, "coordinator")
    answer = send(client, "/rate-tables/import", {"kind": "irs_mileage", "text": MILES})
    assert answer.status_code == 200
    city = browser(world, "city")
    rows = city.get("/api/v1/rate-tables/irs_mileage/rates?on=2026-05-05").json()["items"]
    assert [row["amount"] for row in rows] == ["0.7250"]
    made = send(city, "/declarations", {"fringe_percent": "12.5"})
    assert made.status_code == 201 and made.json()["fringe_percent"] == "12.5"
    party = world.parties["city"].id
    assert len(city.get(f"/api/v1/parties/{party}/declarations").json()) == 1
    assert send(city, "/rate-tables/import", {"kind": "irs_mileage", "text": ""}).status_code == 403


def test_the_command_line_checks_a_file_before_it_imports(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "miles.csv"
    path.write_text(MILES)
    network = ["--network", world.network.slug]
    assert cli.main(["rates", "irs_mileage", str(path), "--check", *network]) == 0
    assert "1 rates in the file" in capsys.readouterr().out and not Rate.objects.exists()
    assert cli.main(["rates", "irs_mileage", str(path), *network]) == 0
    assert Rate.objects.count() == 1


@pytest.mark.skipif(not SHARED.is_dir(), reason="the public rate files do not stand beside")
def test_the_public_files_are_read_whole(world: World) -> None:
    for name in ("gsa_per_diem_conus_fy2026.csv", "gsa_per_diem_utah_fy2014_2026.csv"):
        found = read_rates("gsa_per_diem", (SHARED / name).read_text())
        assert not found.mistakes and len(found.rates) > 250
    miles = read_rates("irs_mileage", (SHARED / "irs_business_mileage.csv").read_text())
    assert not miles.mistakes and len(miles.rates) == 10 and len(miles.notes) == 1
    imported(world, text=(SHARED / "gsa_per_diem_conus_fy2026.csv").read_text())
    assert on(world, date(2026, 1, 15), "UT/Summit").amount.amount == 483
