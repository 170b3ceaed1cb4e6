from django.apps import AppConfig


class JoiningConfig(AppConfig):
    name = "muster.joining"
