"""The JSON door of this room."""

from ninja import Router

from muster.records.api import keeping, own

router = Router()
router.add_router("", keeping.router)
router.add_router("", own.router)

__all__ = ["router"]
