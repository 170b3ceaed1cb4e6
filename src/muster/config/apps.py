from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "muster.config"
    label = "muster_config"

    def ready(self) -> None:
        from muster.config.rooms import open_rooms

        open_rooms()
