"""What travels how far under which label, and what a message may say of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.rules.sharing import (
    Channel,
    SharingLabel,
    is_wider,
    label_of,
    may_be_said,
    narrowest,
    not_wider_than,
)

RESTRICTED = (SharingLabel.RED, SharingLabel.AMBER_STRICT, SharingLabel.AMBER)
OPEN = (SharingLabel.GREEN, SharingLabel.CLEAR)
TITLE, NETWORK, REFERENCE = "Ransomware at the water works", "Utah", "RA-2026-0007"


def words(label, channel):
    said = may_be_said(label, channel)
    return said.words(network=NETWORK, title=TITLE, reference=REFERENCE)


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("label", OPEN)
def test_green_and_clear_may_name_the_title_everywhere(label, channel):
    assert words(label, channel) == TITLE


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("label", RESTRICTED)
def test_amber_and_red_never_name_the_title(label, channel):
    assert TITLE not in words(label, channel)
    assert words(label, channel).startswith("A request in Utah needs your answer")


@pytest.mark.parametrize("channel", [each for each in Channel if each != Channel.EMAIL])
@pytest.mark.parametrize("label", RESTRICTED)
def test_a_locked_screen_shows_no_reference(label, channel):
    assert words(label, channel) == "A request in Utah needs your answer"


def test_a_mail_under_amber_carries_the_reference_and_under_red_nothing():
    assert REFERENCE in words(SharingLabel.AMBER, Channel.EMAIL)
    assert REFERENCE in words(SharingLabel.AMBER_STRICT, Channel.EMAIL)
    assert REFERENCE not in words(SharingLabel.RED, Channel.EMAIL)


@given(st.text(), st.text())
def test_an_unknown_label_or_channel_says_the_least(label, channel):
    if label not in set(SharingLabel):
        assert label_of(label) is SharingLabel.RED
        assert words(label, channel) == "A request in Utah needs your answer"
    if channel not in set(Channel):
        assert not may_be_said(SharingLabel.AMBER, channel).reference


def test_no_label_is_the_narrowest():
    assert label_of(None) is label_of("") is SharingLabel.RED


def test_a_part_is_never_wider_than_the_whole():
    assert not_wider_than(SharingLabel.AMBER) == (
        SharingLabel.AMBER,
        SharingLabel.AMBER_STRICT,
        SharingLabel.RED,
    )
    assert not_wider_than(SharingLabel.RED) == (SharingLabel.RED,)
    assert is_wider(SharingLabel.CLEAR, SharingLabel.GREEN)
    assert not is_wider(SharingLabel.RED, SharingLabel.RED)


@given(st.lists(st.sampled_from(SharingLabel)))
def test_what_is_made_of_several_carries_the_narrowest_label(labels):
    found = narrowest(labels)
    assert not any(is_wider(found, label) for label in labels)
