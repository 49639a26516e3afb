"""``manage.py demo``: the portal with living demonstration data, in one command."""

import gc
import socket
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.demonstration.build import is_prepared, prepare
from portal.demonstration.serve import serve
from portal.demonstration.voices import CARDS_TO_TRY, STAFF_CARD_TO_TRY
from portal.people.cast import CAST, DEMONSTRATION_PASSWORD
from portal.together import settled_models


class Command(BaseCommand):
    """Prepare the demonstration and serve it. Running it again is safe: what is there stays as people left it."""

    help = "Prepare the demonstration data, unless they are there, and serve the portal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="the port to serve on (8000)")
        parser.add_argument("--no-serve", action="store_true", help="only prepare, then stop")
        parser.add_argument(
            "--today", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD", help="the last day of the story"
        )

    def handle(self, *args: Any, port: int, no_serve: bool, today: date | None, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("These are not demonstration settings: the demonstration never runs on real data.")
        if not no_serve and (why := _taken(port)):
            raise CommandError(f"Port {port} cannot be used ({why}). Choose another: manage.py demo --port 8001")
        # What is imported is no garbage: searching it again and again takes time and finds nothing.
        gc.freeze()
        self._say("Preparing the database …")
        with settled_models():
            call_command("migrate", verbosity=0, interactive=False)
        if is_prepared():
            self._say("The demonstration data are already there.")
        else:
            prepare(today=today or timezone.localdate(), say=self._say)
        if not no_serve:
            serve(port=port, ready=lambda: self._greet(port))

    def _greet(self, port: int) -> None:
        self._say(f"\nReady: http://localhost:{port}/")
        self._say(f"Sign in at http://localhost:{port}/account/login/ with one click as:")
        for member in CAST:
            self._say(f"  {member.email:<42} {member.title}")
        self._say(f"Young people need no account: http://localhost:{port}/have-your-say/ with a card, each good once:")
        for card in CARDS_TO_TRY:
            self._say(f"  {card}")
        self._say(f"  {STAFF_CARD_TO_TRY:<42} for staff")
        self._say(f"The password of everybody is {DEMONSTRATION_PASSWORD}. Stop with Ctrl-C; nothing is lost.\n")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _taken(port: int) -> str:
    """Say why ``port`` cannot be listened on, or nothing."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            return str(error)
    return ""
