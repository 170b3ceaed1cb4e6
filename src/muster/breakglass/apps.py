from django.apps import AppConfig


class BreakGlassConfig(AppConfig):
    name = "muster.breakglass"
