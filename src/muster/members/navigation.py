"""Links to the register, people, account and exercises; passkeys and apps come from the library."""

from muster.web.navigation import register_entry

register_entry("Parties", "members:parties", order=50)
register_entry("My party", "members:own_party", order=55, place="more")
register_entry("Network", "members:networks", order=60, place="more")
register_entry("Exercises", "members:exercises", order=65, place="more")
register_entry(
    "Access review", "members:access_review", order=70, permission="access.review", place="more"
)
register_entry("My account", "account_home", order=95, place="more")
register_entry("Profile, sessions, tokens", "members:account", order=10, place="account")
register_entry("Calendars", "members:calendars", order=20, place="account")
