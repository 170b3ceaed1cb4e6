"""A browser lets the sign-in form lead to the agency's own identity provider, and nowhere else."""

import pytest

from muster.config import environment


def test_the_hosts_of_identity_providers_may_be_led_to(monkeypatch):
    monkeypatch.setenv(
        "MUSTER_OIDC",
        '[{"provider_id": "a", "name": "A", "client_id": "x", "secret": "y",'
        ' "server_url": "https://login.example.gov/realms/a"}]',
    )
    assert environment.read().identity_origins == ["https://login.example.gov"]


def test_without_providers_forms_stay_here(monkeypatch):
    monkeypatch.delenv("MUSTER_OIDC", raising=False)
    assert environment.read().identity_origins == []


@pytest.mark.parametrize("url", ["http://login.example.gov", "login.example.gov", "ftp://x", ""])
def test_a_provider_is_only_asked_over_tls(monkeypatch, url):
    monkeypatch.setenv(
        "MUSTER_OIDC",
        f'[{{"provider_id": "a", "name": "A", "client_id": "x", "secret": "y", "server_url": "{url}"}}]',
    )
    with pytest.raises(environment.BadSetting, match="https://"):
        environment.read()
