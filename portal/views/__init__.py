"""Pages of the frame: those that belong to no one app."""

from portal.views.errors import csrf_failure

__all__ = ["csrf_failure"]
