"""The steps of a playbook as people type them: a line each, with or without a number of their own."""

from __future__ import annotations

import re

MOST_STEPS, LONGEST_STEP = 40, 300
_MARK = re.compile(r"^(?:\d{1,2}[.)]|[-*•])(?:\s+|$)")


def steps_in(text: str) -> tuple[str, ...]:
    """Each line that says something, in order, without the number or mark that it was typed with."""
    lines = (_MARK.sub("", line.strip()).strip() for line in text.splitlines())
    return tuple(line for line in lines if line)
