"""Django's SQLite with one change: whoever writes takes `journal.pen` first."""
