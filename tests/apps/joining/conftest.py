"""One RSA key for all networks of these tests: making one takes a second."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

real = rsa.generate_private_key


@cache
def one_key(public_exponent: int, key_size: int) -> Any:
    return real(public_exponent=public_exponent, key_size=key_size)


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rsa, "generate_private_key", one_key)
