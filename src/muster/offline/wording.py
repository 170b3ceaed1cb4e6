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
    }
)
register_fact_words(
    {
        "DeviceEnrolled": "Set up the phone {label} to work without a network.",
        "DeviceWiped": "Reported the phone {label} lost.",
        "DeviceErased": "The lost phone {label} called and was told to erase itself.",
        "QueueKeyOpened": "Opened what waits on the phone {label} for its owner.",
    }
)
