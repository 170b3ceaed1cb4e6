"""The JSON door of this room."""

from muster.claims.api.claims import router

__all__ = ["router"]
