"""Pages and sockets in one process, for an ASGI server.

Pages go through the WSGI application in four threads: Django's own ASGI handler costs twice as much for
a page, because every synchronous middleware is a hop between threads.
"""

import os
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

pages: Any = WSGIMiddleware(cast(Any, get_wsgi_application()), workers=4)

# Only now: these read the settings and the models.
from channels.routing import ProtocolTypeRouter  # noqa: E402

from portal.live import register_session_check  # noqa: E402
from portal.people.sessions import session_is_alive  # noqa: E402
from portal.routing import sockets  # noqa: E402
from portal.warming import warm  # noqa: E402

register_session_check(session_is_alive)
warm()


async def pages_without_ambiguous_headers(scope: Any, receive: Any, send: Any) -> None:
    """Drop headers with an underscore, as other servers do: WSGI takes ``x_forwarded_proto`` for the real one."""
    headers = [(name, value) for name, value in scope["headers"] if b"_" not in name]
    await pages({**scope, "headers": headers}, receive, send)


async def lifespan(scope: Any, receive: Any, send: Any) -> None:
    """Say that the portal has started, and that it has stopped."""
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await send({"type": "lifespan.shutdown.complete"})


application = ProtocolTypeRouter(
    {"http": pages_without_ambiguous_headers, "websocket": sockets(), "lifespan": lifespan}
)
