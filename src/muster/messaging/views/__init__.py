"""Pages of messaging: what left the house, and one's own ways to be reached."""
