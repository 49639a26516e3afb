"""What every address of the API shares: reading only, a limit, a tag that saves sending the same twice."""

from typing import Any

from django.conf import settings
from django.middleware.http import ConditionalGetMiddleware
from django.utils.decorators import decorator_from_middleware, method_decorator
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.viewsets import ReadOnlyModelViewSet

from portal.people.requests import now

conditional = decorator_from_middleware(ConditionalGetMiddleware)


class Pages(LimitOffsetPagination):
    """Fifty rows a page, a hundred at most."""

    default_limit = 50
    max_limit = 100


class Throttle(SimpleRateThrottle):
    """A hundred and twenty requests a minute for each visitor, as far as our own proxies tell them apart."""

    scope = "api"
    rate = "120/min"

    def get_cache_key(self, request: Request, view: Any) -> str:
        """Count by person or else by address; what a visitor writes into headers counts for nothing."""
        if request.user.is_authenticated:
            return self.cache_format % {"scope": self.scope, "ident": f"person-{request.user.pk}"}
        proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        ident = hops[-proxies] if proxies and len(hops) >= proxies else request.META.get("REMOTE_ADDR", "")
        return self.cache_format % {"scope": self.scope, "ident": ident}


@method_decorator(conditional, name="dispatch")
class Reading(ReadOnlyModelViewSet[Any]):
    """A list and its records; ``at`` is read once a request."""

    pagination_class = Pages
    throttle_classes = [Throttle]
    detail_serializer: Any = None

    def get_serializer_class(self) -> Any:
        """Say more of one record than of each in a list."""
        return self.detail_serializer if self.action == "retrieve" and self.detail_serializer else self.serializer_class

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Read the clock."""
        self.at = now()
        super().initial(request, *args, **kwargs)
