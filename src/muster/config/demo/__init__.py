"""The demo network: the real register of one agreement, fictional parties beside it, and made-up shares.

The register holds facts with their sources (SOURCES.md). Everything that a party
shares, asks or does here is made up and marked "(sample)"; only fictional parties
ask for help, send help or settle a claim.
"""
