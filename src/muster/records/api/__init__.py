"""The JSON door of this room."""

from ninja import Router

from muster.records.api import keeping, own, requests

router = Router()
router.add_router("", keeping.router)
router.add_router("", own.router)
router.add_router("", requests.router)

__all__ = ["router"]
