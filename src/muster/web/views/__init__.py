"""Pieces that every app's views are made of, and the few pages of the frame itself."""

from muster.web.views.commands import CommandView
from muster.web.views.downloads import DownloadView
from muster.web.views.pages import PageView, page
from muster.web.views.previewing import PreviewedView

__all__ = ["CommandView", "DownloadView", "PageView", "PreviewedView", "page"]
