"""The JSON door of this room."""

from ninja import Router

from muster.agreements.api import baseline, library, versions

router = Router()
for part in (versions, baseline, library):
    router.add_router("", part.router)
