"""The register, people and accounts over the API."""

from ninja import Router

from muster.members.api import account, calendar_feeds, people, register

router = Router()
for part in (register, people, account, calendar_feeds):
    router.add_router("", part.router)

__all__ = ["router"]
