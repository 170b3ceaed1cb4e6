"""The JSON door of this room."""

from ninja import Router

from muster.aid.api import aid_requests, incidents, missions, offers

router = Router()
for part in (incidents, aid_requests, offers, missions):
    router.add_router("", part.router)
