"""Making codes, and what is kept of them and of the addresses that tried them."""

from __future__ import annotations

import secrets

from django.utils.crypto import salted_hmac

from muster.rules import breakglass as rules

# Codes for one person stand on no sheet: no sheet is given this sign.
PERSONAL_SIGN = "0000"


def new_sign() -> str:
    """Four signs that name a sheet."""
    while (sign := _chance(rules.SHEET_SIGNS)) == PERSONAL_SIGN:
        continue
    return sign


def new_code(sign: str) -> str:
    """A plain code under a sheet's sign, with 55 bits of chance and its check sign."""
    return rules.with_check(sign + _chance(rules.SECRET_SIGNS))


def digest(code: str) -> str:
    """What is kept of a plain code: keyed, so that a stolen database alone cannot be searched."""
    return salted_hmac("muster break-glass code", code, algorithm="sha256").hexdigest()


def address_digest(address: str) -> str:
    """What is kept of a network address that tried a wrong code."""
    return salted_hmac("muster break-glass address", address, algorithm="sha256").hexdigest()


def _chance(length: int) -> str:
    return "".join(secrets.choice(rules.ALPHABET) for _ in range(length))
