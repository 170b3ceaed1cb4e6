from tests.apps.aid.conftest import world

__all__ = ["world"]
