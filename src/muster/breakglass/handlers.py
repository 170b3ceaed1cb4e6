"""What this room tells the one below at start-up."""

from muster.breakglass import guards

__all__ = ["guards"]
