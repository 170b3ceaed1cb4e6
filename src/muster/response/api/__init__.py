"""This room as JSON."""

from ninja import Router

from muster.response.api import board, leading, planning, precedence

router = Router()
for part in (board, leading, planning, precedence):
    router.add_router("", part.router)
