from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "muster.web"
    label = "web"

    def ready(self) -> None:
        from muster.web import navigation, wording

        wording.register_common_wording()
        navigation.register_own_entries()
