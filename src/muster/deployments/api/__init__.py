"""This room over the API: every page's reads and writes."""

from ninja import Router

from muster.deployments.api import away, mission, people, things, work

router = Router()
for part in (people, work, away, things, mission):
    router.add_router("", part.router)
