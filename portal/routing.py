"""The address map of sockets."""

from typing import Any

from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from channels.security.websocket import AllowedHostsOriginValidator, WebsocketDenier
from django.urls import path, re_path

from portal.live.consumers import LiveConsumer

websocket_urlpatterns = [
    path("ws/live/", LiveConsumer.as_asgi()),
    # Without it an unknown address is an error in the log instead of a refusal.
    re_path(r"", WebsocketDenier.as_asgi()),
]


def sockets() -> Any:
    """Return the application for sockets: our own pages only, and whoever is signed in is known."""
    return AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns)))
