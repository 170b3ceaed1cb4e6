"""Asking people until somebody comes: waves over the match, steps within a party, answers by link.

A call-out belongs to one open request. Its audience is the match of each line; the best are asked
first and the circle widens in time. Of each party the people on duty are asked one after another,
each over the own ways in the own order, and answer from where the question arrives. Everything is
due at a moment and done by the worker in one transaction with its letters, so that a worker that
dies neither loses a question nor asks it twice.
"""
