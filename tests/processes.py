"""Real processes for journeys and faults: the server, the worker, commands. Each is stopped by its own id."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
STARTS_WITHIN = 60.0  # seconds; a busy machine is slow to import everything


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(**named: str) -> dict[str, str]:
    """Return the environment of a process of the portal; a name given as nothing is taken away."""
    kept = {name: value for name, value in os.environ.items() if name not in named}
    said = {"DJANGO_SETTINGS_MODULE": "portal.settings.dev", "PYTHONWARNINGS": "ignore", **named}
    return kept | {name: value for name, value in said.items() if value}


def wait_until(true: Callable[[], object], *, within: float, what: str) -> None:
    """Ask again and again, at most ``within`` seconds."""
    ends = time.monotonic() + within
    while time.monotonic() < ends:
        if true():
            return
        time.sleep(0.05)
    msg = f"not within {within:.0f} s: {what}"
    raise AssertionError(msg)


class Running:
    """A process that was started here; leaving the block stops it."""

    def __init__(self, *command: str, env: dict[str, str]) -> None:
        self.log = Path(tempfile.mkstemp(prefix="portal-process-", suffix=".log")[1])
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )

    def __enter__(self) -> "Running":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self.log.unlink(missing_ok=True)

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    def said(self) -> str:
        """Return what it printed."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """Ask it to stop, and insist."""
        if not self.ended:
            self.process.terminate()
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """End it at once, in the middle of whatever it does, with whatever it started itself."""
        if not self.ended:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=10)


class Server(Running):
    """Pages and sockets on a free port of this machine."""

    def __init__(self, env: dict[str, str], *, port: int = 0, ahead: timedelta = timedelta()) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        clock = ["tests.ahead", str(int(ahead.total_seconds()))] if ahead else []
        program = ["uvicorn", "portal.asgi:application", "--host", "127.0.0.1", "--port", str(self.port)]
        quiet = ["--log-level", "warning", "--ws", "websockets-sansio", "--timeout-graceful-shutdown", "2"]
        super().__init__(sys.executable, "-m", *clock, *program, *quiet, env=env)
        try:
            wait_until(lambda: self.ended or self.answers(), within=STARTS_WITHIN, what="the server answers")
            assert not self.ended, self.said()
        except BaseException:
            self.kill()
            raise

    def answers(self, path: str = "/healthz") -> bool:
        try:
            with urlopen(self.url + path, timeout=5) as answer:  # noqa: S310 - our own machine
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False


def manage(env: dict[str, str], *command: str, within: float = 300, ahead: timedelta = timedelta()) -> str:
    """Run one of the portal's commands to its end and return what it said; anything but success fails the test."""
    program = ["-m", "tests.ahead", str(int(ahead.total_seconds())), "manage"] if ahead else ["manage.py"]
    done = subprocess.run(
        [sys.executable, *program, *command], cwd=ROOT, env=env, capture_output=True, text=True, timeout=within
    )
    assert done.returncode == 0, f"manage.py {' '.join(command)}:\n{done.stdout}\n{done.stderr}"
    return done.stdout
