"""The JSON door of this room."""

from ninja import Router

from muster.records.api import keeping

router = Router()
router.add_router("", keeping.router)

__all__ = ["router"]
