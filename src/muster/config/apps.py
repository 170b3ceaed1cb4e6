from django.apps import AppConfig
from django.conf import settings


class ConfigConfig(AppConfig):
    name = "muster.config"
    label = "muster_config"

    def ready(self) -> None:
        from muster.api.speaking import speak_with
        from muster.config.rooms import open_rooms
        from muster.web.wording import sentence

        speak_with(sentence)
        open_rooms()
        if settings.MUSTER_DEMO:
            from muster.config.demo import entrance  # noqa: F401
