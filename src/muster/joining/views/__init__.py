"""The pages of this room."""

from muster.joining.views import leaving, papers, reading, signing

__all__ = ["leaving", "papers", "reading", "signing"]
