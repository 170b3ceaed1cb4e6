"""This room over the API: every page's reads and writes."""

from ninja import Router

from muster.deployments.api import away, clearing, mission, ordering, people, things, work

router = Router()
for part in (people, clearing, work, away, things, ordering, mission):
    router.add_router("", part.router)
