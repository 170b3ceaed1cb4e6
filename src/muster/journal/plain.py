"""Values as JSON can hold them; free of tables, so that the command line may use it before start."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID


def to_plain(value: Any) -> Any:
    """Ids, moments, decimals and enums as JSON text; everything else as it is."""
    match value:
        case dict():
            return {str(key): to_plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [to_plain(item) for item in value]
        case Enum():
            return value.value
        case datetime() | date():
            return value.isoformat()
        case UUID() | Decimal():
            return str(value)
    return value
