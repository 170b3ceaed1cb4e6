"""The address of the standby, as everything that prints it reads it."""

import pytest

from muster.config import environment


def test_the_standbys_address_is_read_without_its_last_slash(monkeypatch):
    monkeypatch.setenv("MUSTER_STANDBY_URL", "https://standby.example.gov/")
    assert environment.read().standby_url == "https://standby.example.gov"


def test_no_standby_is_an_empty_address(monkeypatch):
    monkeypatch.delenv("MUSTER_STANDBY_URL", raising=False)
    assert environment.read().standby_url == ""


def test_a_standby_that_is_no_web_address_is_refused(monkeypatch):
    monkeypatch.setenv("MUSTER_STANDBY_URL", "standby.example.gov")
    with pytest.raises(environment.BadSetting, match="MUSTER_STANDBY_URL must look like"):
        environment.read()
