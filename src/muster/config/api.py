"""`/api/v1/`: every room's router under one OpenAPI document."""

from __future__ import annotations

from muster.api.application import make_api
from muster.config.rooms import ROOMS, door

api = make_api()

for room in ROOMS:
    module = door(room, "api")
    if module is not None and hasattr(module, "router"):
        api.add_router("", module.router, tags=[room])
