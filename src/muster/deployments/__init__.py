"""Mobilization, check-in, time, expenses, equipment out and back, recall, extension, demobilization."""
