"""Settings, root URLs, the worker, the command line: the only package that names every app."""
