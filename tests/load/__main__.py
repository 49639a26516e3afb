"""``python -m tests.load [--small | --size N] [--only PATTERN]``: measure, print the table, say how it went."""

import argparse
import fnmatch
import logging
import os
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

SMALL, FULL = 1000, 10_000


def prepare_settings(folder: Path) -> None:
    """Put in the environment what production demands, for this process and for those it starts."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tests.load.settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "VOICES_KEYS": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "CSRF_TRUSTED_ORIGINS": "http://127.0.0.1",
        "LOAD_FOLDER": str(folder),
        "LOAD_PREFIX": f"load-{os.getpid()}-",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
        "PORTAL_PROCESSES": "2" if os.environ.get("REDIS_URL") else "1",
    }


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--small", action="store_true", help="short bursts over little data: what CI runs")
    parser.add_argument("--size", type=int, help=f"rows in the long lists (usually {FULL})")
    parser.add_argument("--only", action="append", metavar="PATTERN", help="only lines whose name matches; repeatable")
    parser.add_argument("--quiet", action="store_true", help="print the table alone")
    return parser.parse_args()


def main() -> int:
    """Make the data, serve it, measure, print, and leave nothing behind."""
    options = arguments()
    # Asked to end, it still stops its servers and removes its databases.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with tempfile.TemporaryDirectory(prefix="portal-load-") as folder, ExitStack() as undo:
        prepare_settings(Path(folder))
        import django  # noqa: PLC0415 - settings stand in the environment only now

        django.setup()
        # What our own process does is no news; the servers log as in production, into a file.
        logging.disable(logging.WARNING)
        from tests.load.run import Run  # noqa: PLC0415

        run = Run(options.size or (SMALL if options.small else FULL), options.small, Path(folder), undo, say(options))
        patterns = [f"*{pattern}*" for pattern in options.only or [""]]
        lines = list(run.lines(lambda name: any(fnmatch.fnmatch(name, pattern) for pattern in patterns)))
        from tests.load.table import show  # noqa: PLC0415

        print_heading(options, run)
        show(lines, sys.stdout, small=options.small)
        failed = [line.name for line in lines if line.fails(small=options.small)]
        if not lines:
            failed = ["nothing was measured"]
        sys.stdout.write("\n" + (f"Failed: {'; '.join(failed)}\n" if failed else "Nothing failed.\n"))
    return 1 if failed else 0


def print_heading(options: argparse.Namespace, run: Any) -> None:
    """Say on what this was measured: figures of other machines cannot be compared, ratios can."""
    busy = os.getloadavg()[0]
    kind = "small" if options.small else "full"
    sys.stdout.write(
        f"\n{kind} run, {time.strftime('%d %B %Y')}, {run.database_name}, {os.cpu_count()} cores, "
        f"{run.workers} worker(s), {run.method.clients} clients, load average {run.load_before:.1f} before and "
        f"{busy:.1f} after (our own included)\n\n"
    )


def say(options: argparse.Namespace) -> Callable[[str], None]:
    """Return how progress is told."""
    began = time.monotonic()

    def tell(words: str) -> None:
        if not options.quiet:
            sys.stderr.write(f"{time.monotonic() - began:5.1f} s  {words}\n")
            sys.stderr.flush()

    return tell


if __name__ == "__main__":
    sys.exit(main())
