"""Downloads: always as attachments, never shown by the browser in our name."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase

from muster.files.attachment import attachment
from muster.web.views.pages import ActorView


class Download(ActorView):
    def get(self, request, file_id: UUID) -> HttpResponseBase:
        return attachment(self.actor, file_id)
