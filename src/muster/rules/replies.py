"""What somebody answered by text or mail: the code that says to what, and the words."""

from __future__ import annotations

import re

CODE = re.compile(r"^\W*([0-9A-Za-z]{4,16})\b[\s:,.\-]*(.*)$", re.DOTALL)
IN_SUBJECT = re.compile(r"\[([0-9A-Za-z]{4,16})\]")
LONGEST_WORDS = 500


def code_and_words(text: str, *, is_mail: bool) -> tuple[str, str]:
    """The code, in capitals, that stands first, and what follows it; empty where there is none.

    Of a mail, which quotes what it answers, only the first own line counts, or else a code in square
    brackets in its subject (its first line here) before the words of that line.
    """
    if not is_mail:
        found = CODE.match(text.strip())
        return (found[1].upper(), found[2].strip()[:LONGEST_WORDS]) if found else ("", "")
    subject, _, body = text.partition("\n")
    own = next((line.strip() for line in body.splitlines() if _is_own(line)), "")
    marked = IN_SUBJECT.search(subject)
    found = CODE.match(own)
    if marked is None:
        return (found[1].upper(), found[2].strip()[:LONGEST_WORDS]) if found else ("", "")
    if found and found[1].upper() == marked[1].upper():
        own = found[2].strip()
    return marked[1].upper(), own[:LONGEST_WORDS]


def _is_own(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith((">", "On "))
