"""What every page of the public site says of itself."""

from typing import Any

from django.http import HttpRequest
from django.utils.cache import patch_cache_control


class PublicPage:
    """A page whose answer is the same for everybody who is not signed in (``content.middleware`` keeps it)."""

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer, and say that the answer may be kept but must be asked about again."""
        response = super().serve(request, *args, **kwargs)  # type: ignore[misc]
        if not getattr(request, "is_preview", False):
            patch_cache_control(response, public=True, no_cache=True)
        return response
