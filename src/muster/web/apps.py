from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "muster.web"
    label = "web"

    def ready(self) -> None:
        from muster.web import wording

        wording.register_common_wording()
