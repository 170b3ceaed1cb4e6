"""Reading a waiting line in PostgreSQL: by its index, the first first, however long it has become."""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connections


def walk_the_index() -> None:
    """For the rest of this transaction, have PostgreSQL take the first of a line from its index.

    How many rows wait it judges by counts that are up to a minute old. Of a line that has filled
    since, it believes that few wait, and reads and sorts all of them at every claim: with thousands
    waiting that takes twenty times as long. Elsewhere this does nothing.
    """
    link = connections[DEFAULT_DB_ALIAS]
    if link.vendor == "postgresql":
        with link.cursor() as cursor:
            cursor.execute("SET LOCAL enable_bitmapscan TO off; SET LOCAL enable_sort TO off")
