"""The agreement, in plain Python: values in, values out; no framework, no clock, no file."""
