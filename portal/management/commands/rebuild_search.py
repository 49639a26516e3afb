"""Making the search's words anew: after a restore, or when something else is to be found than before."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string


class Command(BaseCommand):
    """``rebuild_search``: safe at any time; searching goes on meanwhile."""

    help = "Make the words of the search anew from the records."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and say how much there is."""
        rebuild = import_string("portal.search.filling.rebuild")
        self.stdout.write(f"{rebuild()} records can be found")
