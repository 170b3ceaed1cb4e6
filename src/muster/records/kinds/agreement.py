"""The agreement itself: versions, joinings, signatures. Kept for as long as the network stands."""

TITLE = "Agreement versions, joinings, signed documents"
WHAT_GOES = "Nothing: what bound whom, and when, is kept for as long as the network stands."
WHAT_STAYS = "Everything."
