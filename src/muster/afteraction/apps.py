from django.apps import AppConfig


class AfteractionConfig(AppConfig):
    name = "muster.afteraction"
