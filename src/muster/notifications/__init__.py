"""Who is told what: readers of the facts of all apps below."""
