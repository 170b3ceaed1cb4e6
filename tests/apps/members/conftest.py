import pytest


@pytest.fixture
def house(db):
    from tests.apps.members.house import build_house

    return build_house()
