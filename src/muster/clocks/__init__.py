"""The clocks: every deadline of the agreement and of the law around it, kept by facts.

A clock is a term (`clocks.<key>` of the terms file). When the fact that starts it is recorded, a
deadline stands in this room with its owner, its last day and its reminders; the fact that stops it
stops it here. What happens between people, outside Muster (a breach reported, an invoice returned),
somebody writes down with its proof: a happening. Nothing here decides how long a clock runs; the
rules do (`rules.clocks`), from the version of the terms that the matter was frozen under.
"""
