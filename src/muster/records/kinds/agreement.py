"""The agreement itself: its versions, and joinings that bind. Kept for as long as the network stands."""

TITLE = "Agreement versions, joinings that bind, signed documents"
WHAT_GOES = "Nothing: what bound whom, and when, is kept for as long as the network stands."
WHAT_STAYS = "Everything."
