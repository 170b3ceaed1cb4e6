import pytest


@pytest.fixture
def house(db):
    from tests.apps.breakglass.night import build_night

    return build_night()
