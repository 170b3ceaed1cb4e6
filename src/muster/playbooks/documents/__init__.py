"""Playbooks on paper."""
