"""Candidates for each line of an aid request, ranked with reasons, over the whole catalogue."""
