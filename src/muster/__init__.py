"""Muster runs an information technology mutual aid agreement."""

__version__ = "0.1.0"
