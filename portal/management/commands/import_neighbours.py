"""``import_neighbours FILE``: say what a file would change; ``--apply`` changes it."""

from portal.imports.command import ImportCommand


class Command(ImportCommand):
    """See ``ImportCommand``."""

    help = "Import each authority's ten statistical neighbours."
    slug = "neighbours"
