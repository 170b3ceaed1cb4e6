"""Messaging as JSON: deliveries for officers, ways to be reached for their owner."""

from ninja import Router

from muster.messaging.api import deliveries, ways

router = Router()
router.add_router("", deliveries.router)
router.add_router("", ways.router)
