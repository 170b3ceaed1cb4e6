"""Addresses, channels and delivery attempts: how a notice leaves the house."""
