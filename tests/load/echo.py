"""The floor of live rooms: an ASGI application that sends every message back."""

from typing import Any


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Answer sockets with what they say, and anything else with nothing."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return
    while scope["type"] == "websocket":
        message = await receive()
        if message["type"] == "websocket.connect":
            await send({"type": "websocket.accept"})
        elif message["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": message["text"]})
        else:
            return
