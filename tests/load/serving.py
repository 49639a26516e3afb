"""Servers as in production, each started by us, watched by their process ids and stopped by them."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.load.client import HOST, Asked, ask

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 60.0


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Server:
    """One server and its workers."""

    def __init__(self, name: str, command: list[str], *, database: str, folder: Path, path: str = "/healthz") -> None:
        self.port = free_port()
        self.log = folder / f"{name}.log"
        self.path = path
        words = [word.replace("PORT", str(self.port)) for word in command]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *words],
                cwd=ROOT,
                env={**os.environ, "DATABASE_URL": database},
                stdout=log,
                stderr=log,
            )

    def wait(self) -> "Server":
        """Return when it answers."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            try:
                if ask(self.port, Asked(self.path)).status < 500:
                    return self
            except OSError:
                time.sleep(0.1)
        said = self.log.read_text(errors="replace")[-3000:]
        self.stop()
        raise RuntimeError(f"a server did not start: {said}")

    def workers(self) -> list[int]:
        """Return the processes that answer; a server without children answers itself."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in children] or [self.process.pid]

    def cpu(self) -> float:
        """Return the seconds of processor time the workers have used."""
        used = 0
        for pid in self.workers():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            used += int(fields[11]) + int(fields[12])
        return used / TICKS

    def memory(self) -> float:
        """Return the megabytes of the largest worker."""
        return max(_resident(pid) for pid in self.workers())

    def stop(self) -> None:
        """End it, and wait until it has ended."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def _resident(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def pages(name: str, database: str, folder: Path, workers: int) -> Server:
    """Serve pages as the operations page says: gunicorn, a few workers of four threads."""
    command = ["gunicorn", "portal.wsgi", "--workers", str(workers), "--threads", "4", "--preload"]
    command += ["--bind", f"{HOST}:PORT", "--log-level", "warning", "--keep-alive", "15"]
    return Server(name, command, database=database, folder=folder)


def sockets(name: str, application: str, database: str, folder: Path, workers: int, path: str) -> Server:
    """Serve sockets as the operations page says: uvicorn."""
    command = ["uvicorn", application, "--host", HOST, "--port", "PORT", "--log-level", "warning"]
    command += ["--ws", "websockets-sansio", "--workers", str(workers)]
    return Server(name, command, database=database, folder=folder, path=path)
