"""The record of the record: how long each kind is kept, what a legal hold keeps, what was disposed of
and by whom; public-records requests with their redactions; the data that a party takes along.

Disposal takes personal and free text out of its home rooms by their own commands. That something
happened, when, its references, numbers and amounts stay, and the journal's chain still verifies. Two
people approve it. Clauses: retention, confidentiality, withdrawal.
"""
