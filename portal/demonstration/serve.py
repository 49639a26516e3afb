"""One process serves pages and sockets; what waits in the queue and what is due run beside it."""

import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import uvicorn
from django.core.management import call_command
from django.db import connections

from portal.asgi import application

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"
DUE_EVERY = 60.0  # seconds
log = logging.getLogger(__name__)


class _Server(uvicorn.Server):
    """A server that says when it listens."""

    ready: Callable[[], None]

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        if not self.should_exit:
            self.ready()


def serve(*, port: int, ready: Callable[[], None]) -> None:
    """Serve until somebody presses Ctrl-C; the worker and the timer stop with the server."""
    stop = threading.Event()
    timer = threading.Thread(target=_run_what_is_due, args=(stop,), daemon=True)
    worker = subprocess.Popen(  # noqa: S603  (our own command)
        [
            sys.executable,
            str(MANAGE),
            "db_worker",
            "--backend",
            "bg",
            "--queue-name",
            "*",
            "--interval",
            "1",
            "--no-reload",
        ],
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    server = _Server(
        uvicorn.Config(application, host="127.0.0.1", port=port, log_level="warning", timeout_graceful_shutdown=3)
    )
    server.ready = ready
    timer.start()
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        stop.set()
        worker.terminate()
        try:
            worker.wait(timeout=10)
        except subprocess.TimeoutExpired:
            worker.kill()


def _run_what_is_due(stop: threading.Event) -> None:
    wait = 0.0
    while not stop.wait(wait):
        wait = DUE_EVERY
        try:
            call_command("run_due", verbosity=0)
        except Exception:
            log.exception("What is due could not be done; it is tried again in a minute")
        finally:
            connections.close_all()
