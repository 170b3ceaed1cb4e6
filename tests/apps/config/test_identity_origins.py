"""A browser lets the sign-in form lead to the agency's own identity provider, and nowhere else."""

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
