"""Keys of calls are gathered only where somebody signs them."""

import pytest

from muster.config import environment


def test_keys_that_nobody_signs_are_refused(monkeypatch):
    monkeypatch.setenv("MUSTER_VOICE_GATEWAY_KEYS", "1")
    with pytest.raises(environment.BadSetting, match="needs MUSTER_TEXT_GATEWAY_SECRET"):
        environment.read()
    monkeypatch.setenv("MUSTER_TEXT_GATEWAY_SECRET", "shared")
    assert environment.read().voice_gateway_keys
