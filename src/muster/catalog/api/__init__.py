"""The catalogue over the API: resources, availability, imports, ready packages, the vocabulary."""

from ninja import Router

from muster.catalog.api.packages import router as packages
from muster.catalog.api.resources import router as resources
from muster.catalog.api.vocabulary import router as vocabulary

router = Router()
for part in (resources, packages, vocabulary):
    router.add_router("", part)
