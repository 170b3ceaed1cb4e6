"""A backup made while the service runs opens on an empty machine, on either database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.postgres import PostgresServer
from tests.server import COMMAND_LINE, environment, run_python

DJANGO = "import django; django.setup()"
SEAL = f"{DJANGO}\nfrom muster.journal.sealer import seal_all\nseal_all()"


@dataclass
class Place:
    """An installation of its own, driven by its command line alone."""

    folder: Path
    url: str

    def muster(self, *arguments: object) -> str:
        words = [str(argument) for argument in arguments]
        return run_python(["-c", COMMAND_LINE, *words], environment(self.folder, self.url, 0))

    def python(self, code: str) -> str:
        return run_python(["-c", code], environment(self.folder, self.url, 0))

    def seal(self) -> None:
        self.python(SEAL)


def place_in(folder: Path, name: str) -> Place:
    """A fresh place on the database that the tests run on."""
    home = folder / name
    home.mkdir()
    postgres = PostgresServer.running()
    if postgres is None:
        return Place(home, f"sqlite:///{home}/muster.sqlite3")
    return Place(home, postgres.create_database(f"archive_{name}"))


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    place = place_in(tmp_path_factory.mktemp("origin"), "origin")
    place.muster("migrate")
    place.muster(
        "createnetwork", "idaho", "Idaho IT Mutual Aid", "--coordinator", "Pat", "--email",
        "pat@example.org",
    )  # fmt: skip
    place.seal()
    yield place


@pytest.fixture(scope="module")
def identity(origin: Place) -> Path:
    return origin.folder / "identity.txt"


@pytest.fixture(scope="module")
def backup(origin: Place, identity: Path) -> Path:
    made = json.loads(origin.muster("backup", "--json", "--new-key", identity))
    path = origin.folder / "backup.tar.age"
    origin.muster("backup", path, "--recipient", made["recipient"])
    return path


def test_a_restored_backup_holds_the_same_rows_and_its_journal_verifies(
    origin: Place, backup: Path, identity: Path, tmp_path: Path
) -> None:
    there = json.loads(origin.muster("verify-journal", "--json"))
    empty = place_in(tmp_path, "empty")

    restored = json.loads(empty.muster("restore", "--json", backup, "--identity", identity))
    here = json.loads(empty.muster("verify-journal", "--json"))

    assert restored["rows"] > 50
    assert (here["ok"], here["position"], here["hash"]) == (True, there["position"], there["hash"])


def test_a_backup_moves_from_this_database_to_sqlite(
    origin: Place, backup: Path, identity: Path, tmp_path: Path
) -> None:
    home = tmp_path / "sqlite"
    home.mkdir()
    moved = Place(home, f"sqlite:///{home}/muster.sqlite3")
    moved.muster("restore", backup, "--identity", identity)
    moved.muster("export", "--network", "idaho", home / "export")
    assert (home / "export" / "members.network.jsonl").read_text().count("idaho") == 1


def test_a_restore_into_an_installation_in_use_is_refused_and_changes_nothing(
    origin: Place, backup: Path, identity: Path
) -> None:
    with pytest.raises(RuntimeError, match="not empty"):
        origin.muster("restore", backup, "--identity", identity)
    assert json.loads(origin.muster("verify-journal", "--json"))["ok"]


def test_a_restore_over_a_sealed_journal_is_refused_though_nothing_else_is_there(
    backup: Path, identity: Path, tmp_path: Path
) -> None:
    place = place_in(tmp_path, "head")
    place.muster("migrate")
    place.python(f"{DJANGO}\nfrom muster.journal.models import ChainHead as Head\nHead().save()")
    with pytest.raises(RuntimeError, match=r"not empty \(journal.chainhead has rows\)"):
        place.muster("restore", backup, "--identity", identity)


def test_a_table_cut_into_many_parts_comes_back_whole(
    origin: Place, identity: Path, tmp_path: Path
) -> None:
    recipient = identity.read_text().split("recipient ")[1].split()[0]
    path = tmp_path / "parts.tar.age"
    origin.python(
        f"{DJANGO}\nfrom pathlib import Path\nfrom muster.backups import archive\n"
        "archive.BATCH, archive.PART_BYTES = 3, 500\n"
        f"archive.write(Path({str(path)!r}), [{recipient!r}], print)"
    )
    empty = place_in(tmp_path, "parts")
    empty.muster("restore", path, "--identity", identity)

    there = json.loads(origin.muster("verify-journal", "--json"))
    here = json.loads(empty.muster("verify-journal", "--json"))
    assert (here["ok"], here["hash"]) == (True, there["hash"])
    empty.muster("export", "--network", "idaho", tmp_path / "export")
    origin.muster("export", "--network", "idaho", tmp_path / "first")
    name = "agreements.agreementversion.jsonl"
    assert (tmp_path / "export" / name).read_text() == (tmp_path / "first" / name).read_text()


def test_a_line_separator_that_somebody_pasted_comes_back(identity: Path, tmp_path: Path) -> None:
    place, empty = place_in(tmp_path, "pasted"), place_in(tmp_path, "after")
    made = json.loads(place.muster("backup", "--json", "--new-key", tmp_path / "key.txt"))
    place.muster("migrate")
    place.muster(
        "createnetwork", "utah", "Utah\u2028IT", "--coordinator", "Pat", "--email",
        "pat@example.org",
    )  # fmt: skip
    place.muster("backup", tmp_path / "pasted.age", "--recipient", made["recipient"])
    empty.muster("restore", tmp_path / "pasted.age", "--identity", tmp_path / "key.txt")
    assert "Utah\u2028IT" in empty.python(
        f"{DJANGO}\nfrom muster.members.models import Network\nprint(Network.objects.get().name)"
    )


def test_a_damaged_backup_is_refused_and_leaves_nothing(
    backup: Path, identity: Path, tmp_path: Path
) -> None:
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 0xFF
    damaged = tmp_path / "damaged.tar.age"
    damaged.write_bytes(content)
    empty = place_in(tmp_path, "damaged")
    with pytest.raises(RuntimeError, match="damaged"):
        empty.muster("restore", damaged, "--identity", identity)
    assert list(tmp_path.rglob(".*.plain")) == []
    assert json.loads(empty.muster("verify-journal", "--json"))["position"] == 0


def test_another_identity_does_not_open_a_backup(backup: Path, tmp_path: Path) -> None:
    empty = place_in(tmp_path, "other")
    empty.muster("backup", "--new-key", tmp_path / "other.txt")
    with pytest.raises(RuntimeError, match="does not open with this identity"):
        empty.muster("restore", backup, "--identity", tmp_path / "other.txt")


def test_an_export_carries_no_secret(origin: Place, tmp_path: Path) -> None:
    origin.muster("export", "--network", "idaho", tmp_path / "export")
    names = {path.name for path in (tmp_path / "export").iterdir()}
    assert "members.invitation.jsonl" not in names
    assert "agreements.agreementversion.jsonl" in names
    assert "members.calendarfeed.jsonl" not in names
    assert all('"password":' not in path.read_text() for path in (tmp_path / "export").iterdir())


def test_a_terms_file_with_a_mistake_starts_no_network(tmp_path: Path) -> None:
    place = place_in(tmp_path, "wrong")
    place.muster("migrate")
    (tmp_path / "wrong.toml").write_text("currency = 3\n")
    with pytest.raises(RuntimeError, match="Line 1"):
        place.muster(
            "createnetwork", "ohio", "Ohio", "--coordinator", "Pat", "--email", "pat@example.org",
            "--terms", tmp_path / "wrong.toml",
        )  # fmt: skip
    with pytest.raises(RuntimeError, match="no such network"):
        place.muster("export", "--network", "ohio", tmp_path / "export")
