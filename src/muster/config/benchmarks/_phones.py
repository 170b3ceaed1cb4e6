"""What the entries of phones left behind, counted in the benchmark's database."""

from __future__ import annotations

import json
import os
import sys

import django


def count(word: str) -> dict[str, int]:
    """The requests and notes that begin with a word."""
    from django.apps import apps

    asked = apps.get_model("aid.AidRequest").objects.filter(note=word).count()
    notes = apps.get_model("aid.Note").objects.filter(text__startswith=f"{word} ").count()
    return {"rows": asked + notes}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.config.settings")
    django.setup()
    print(json.dumps({"count": count}[sys.argv[1]](sys.argv[2])))
