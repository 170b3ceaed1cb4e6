"""The sentences of this room."""

from __future__ import annotations

from muster.web.fact_words import register_fact_words
from muster.web.wording import register_wording

register_wording(
    {
        "device.no_label": "Give this phone a name that you will know it by, such as “my phone”.",
        "device.bad_key": "This browser sent no usable key. Update it, then set it up again.",
        "device.too_many": (
            "You have {limit} phones set up. Report one as lost under My account, then try again."
        ),
        "device.wiped": (
            "This phone was reported lost. What waits on it is refused: write it down anew."
        ),
        "device.bad_seal": "What was sealed on this phone cannot be opened here.",
        "paper.unreadable": (
            "This is no whole text of such a code. Scan it again, or copy all of it: it begins with M1."
        ),
        "paper.forged": (
            "No phone that is set up signed this. Do not act on it: call the agency back at a number "
            "of the register. The coordinator was told."
        ),
        "paper.wiped": (
            "The phone that signed this was reported lost. Do not act on it: call the agency back at a "
            "number of the register. Its owner was told."
        ),
        "paper.key_expired": (
            "The phone that signed this was not heard from for too long. File by phone instead, with a "
            "code of the agency's sheet."
        ),
        "paper.too_old": (
            "This code is too old, or the phone's clock is wrong. Set its date and time, then show the "
            "request as a code anew."
        ),
        "paper.no_post": (
            "Whoever signed this does not act for that agency any more. Call the agency back at a "
            "number of the register."
        ),
        "paper.other_network": "This request is for another network: have one of its members file it.",
        "paper.not_read_back": (
            "Read the text below to whoever shows the code. If they agree, tick that they did and send "
            "it again."
        ),
    }
)
register_fact_words(
    {
        "DeviceEnrolled": "Set up the phone {label} to work without a network.",
        "DeviceWiped": "Reported the phone {label} lost.",
        "DeviceErased": "The lost phone {label} called and was told to erase itself.",
        "QueueKeyOpened": "Opened what waits on the phone {label} for its owner.",
        "DeviceKeyRenewed": "Gave the phone {label} a new key for the requests that it signs.",
        "PaperRequestFiled": (
            "{filed_by_name} filed request {reference}, which {person_name} had signed on a phone "
            "without a network."
        ),
        "PaperRequestRefused": (
            "A request shown as a code was refused ({reason}); {brought_by_name} had brought it."
        ),
    }
)
