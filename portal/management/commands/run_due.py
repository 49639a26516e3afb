"""All timed work: closing, adopting, digests, tidying. Safe to repeat; meant to run every five minutes."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from portal.due import run_jobs
from portal.heartbeats import TIMER, beat


class Command(BaseCommand):
    """``run_due [--at TIME] [--preview]``: exit status 1 with a line for each job that failed."""

    help = "Do everything that is due: close rounds, record decisions, send digests, tidy up. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take another time than now, and a wish only to see."""
        parser.add_argument("--at", default="", metavar="TIME", help="as if it were this time: 2026-11-22T07:30")
        parser.add_argument("--preview", action="store_true", help="say what is due and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run or preview every job."""
        at = _time(options["at"])
        reports = run_jobs(at, preview=options["preview"])
        # Told to be quiet, it says what failed and nothing else: the demonstration's list of people stays in sight.
        for report in reports if options["verbosity"] else ():
            for line in report.lines:
                self.stdout.write(f"{report.job}: {line}")
        failed = [report for report in reports if report.error]
        if not options["preview"]:
            beat(TIMER, timezone.now(), ", ".join(report.job for report in failed))
        for report in failed:
            self.stderr.write(self.style.ERROR(f"{report.job}: {report.error}"))
        if failed:
            raise CommandError(f"{len(failed)} of {len(reports)} jobs failed", returncode=1)


def _time(text: str) -> datetime:
    if not text:
        return timezone.now()
    try:
        at = parse_datetime(text)
    except ValueError as error:
        raise CommandError(f"not a time: {text}") from error
    if at is None:
        raise CommandError(f"not a time: {text} (write it like 2026-11-22T07:30)")
    return at if timezone.is_aware(at) else timezone.make_aware(at)
