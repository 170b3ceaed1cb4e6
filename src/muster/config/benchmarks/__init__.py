"""Benchmarks: each module here has `run(progress) -> Result` and stands for one `muster bench`."""
