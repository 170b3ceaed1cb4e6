"""Rates by day: public tables of nights, meals and miles, the network's own rate cards, and what a
party declares of fringe and overhead before it sends anybody.

A settlement looks up the rate in force on the day (`rules.settlement.Rates`); which table it looks
into is a term. An import never rewrites: a row with the same key, part and first day replaces the
older one from then on, and the older one stays on record.
"""
