"""The rules' tests run on shared machines: how long one example takes says nothing there."""

from hypothesis import settings

settings.register_profile("rules", deadline=None)
settings.load_profile("rules")
