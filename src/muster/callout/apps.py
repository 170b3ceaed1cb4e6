from django.apps import AppConfig


class CalloutConfig(AppConfig):
    name = "muster.callout"
