"""Having the solver work in a process of its own, which can be watched, stopped and is never left behind."""

import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from peerreview.domain.matching.progress import ANSWER, Progress, read_progress

ROOT = Path(__file__).resolve().parents[2]
LISTEN_EVERY = 0.5  # seconds
GRACE = 30.0  # seconds beyond the solver's own limit: reading, laying out, polishing

# Told every half second how far the solver is; answers whether to go on.
Hear = Callable[[Progress | None, float], bool]


class SolverStopped(Exception):
    """Whoever listened said stop."""


class SolverFailed(Exception):
    """The process ended without an answer, or took longer than it was given; says the last it said."""


def solve_apart(problem: str, *, seconds: float, hear: Hear, grace: float = GRACE) -> str:
    """Return the proposal for ``problem``, both as text. However this ends, no process is left."""
    child = subprocess.Popen(  # noqa: S603  (our own command)
        [sys.executable, "-m", "peerreview.domain.matching.child", str(seconds)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        return _listen(child, problem, seconds + grace, hear)
    finally:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()


def _listen(child: "subprocess.Popen[str]", problem: str, limit: float, hear: Hear) -> str:
    lines: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_read, args=(child, lines), daemon=True).start()
    threading.Thread(target=_write, args=(child, problem), daemon=True).start()
    begun = told = time.monotonic()
    progress: Progress | None = None
    last = ""
    while True:
        try:
            line = lines.get(timeout=LISTEN_EVERY)
        except queue.Empty:
            line = ""
        if line is None:
            raise SolverFailed(last)
        last = line.strip() or last
        if line.startswith(ANSWER):
            return line.removeprefix(ANSWER).strip()
        progress = read_progress(line) or progress
        elapsed = time.monotonic() - begun
        if elapsed > limit:
            raise SolverFailed(f"no answer within {limit:.0f} seconds")
        if time.monotonic() - told >= LISTEN_EVERY:
            told = time.monotonic()
            if not hear(progress, elapsed):
                raise SolverStopped


def _read(child: "subprocess.Popen[str]", lines: "queue.Queue[str | None]") -> None:
    if child.stdout is not None:
        try:
            for line in child.stdout:
                lines.put(line)
        except ValueError:  # closed under us: whoever listened has gone
            pass
    lines.put(None)


def _write(child: "subprocess.Popen[str]", problem: str) -> None:
    """Hand the problem over and keep the line open: the child ends itself when it closes."""
    if child.stdin is not None:
        try:
            child.stdin.write(f"{problem}\n")
            child.stdin.flush()
        except (BrokenPipeError, ValueError):  # killed while it was still reading
            pass
