"""`muster demo` touches nothing that it did not make, and says what to do when it cannot run."""

import argparse
import socket

import pytest

from muster.config import environment
from muster.config.demo import accounts, run


def test_a_folder_that_the_demo_did_not_make_is_left_alone(tmp_path):
    (tmp_path / "muster.sqlite3").write_text("somebody's agreement")
    with pytest.raises(run.CannotRun, match="not made by the demo"):
        run._wipe(tmp_path, tmp_path / "muster.sqlite3")
    assert (tmp_path / "muster.sqlite3").read_text() == "somebody's agreement"


def test_starting_over_removes_what_the_demo_made_and_keeps_the_secret_key(tmp_path):
    for name in ("muster.sqlite3", "muster.sqlite3-wal", run.LOADED, "secret_key"):
        (tmp_path / name).touch()
    (tmp_path / "files" / "ab").mkdir(parents=True)
    run._wipe(tmp_path, tmp_path / "muster.sqlite3")
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_fresh_folder_with_only_a_secret_key_may_be_used(tmp_path):
    (tmp_path / "secret_key").touch()
    run._wipe(tmp_path, tmp_path / "muster.sqlite3")
    assert (tmp_path / "secret_key").exists()


def test_starting_over_on_another_database_says_what_to_do(tmp_path):
    (tmp_path / run.LOADED).touch()
    with pytest.raises(run.CannotRun, match="only known for SQLite"):
        run._wipe(tmp_path, None)


@pytest.mark.django_db
def test_a_database_in_use_is_left_alone():
    with pytest.raises(run.CannotRun, match="left alone"):
        run._refuse_a_used_database()


def test_a_port_in_use_is_named_with_a_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(run.CannotRun, match=rf"MUSTER_PORT={port + 1}"):
            run._check_port("127.0.0.1", port)


def test_two_demos_cannot_run_on_one_folder(tmp_path):
    with run._take_hold(tmp_path), pytest.raises(run.CannotRun, match="runs in"):
        run._take_hold(tmp_path)


def test_the_announcement_names_every_account_its_password_and_three_things_to_try(capsys):
    run.announce("http://localhost:8000")
    said = capsys.readouterr().out
    assert "http://localhost:8000" in said
    assert accounts.shared_password() in said
    assert all(account.email in said for account in accounts.accounts())
    assert all(f"  {number}. " in said for number in (1, 2, 3))


def test_people_are_sent_to_a_name_that_passkeys_work_on_while_the_door_stays_local(monkeypatch):
    for name in ("MUSTER_BASE_URL", "MUSTER_HOST", "MUSTER_ALLOWED_HOSTS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MUSTER_PORT", "8123")
    surroundings = environment.read()
    assert surroundings.base_url == "http://localhost:8123"
    assert surroundings.trusted_origins == ["http://localhost:8123"]
    assert surroundings.host == "127.0.0.1"
    assert {"localhost", "127.0.0.1"} <= set(surroundings.allowed_hosts)


def test_the_command_knows_reset():
    parser = argparse.ArgumentParser()
    run.add_arguments(parser)
    assert parser.parse_args(["--reset"]).reset is True
