"""``import_children_looked_after FILE``: say what a file would change; ``--apply`` changes it."""

from portal.imports.command import ImportCommand


class Command(ImportCommand):
    """See ``ImportCommand``."""

    help = "Import children looked after by authority and year, and the authorities themselves."
    slug = "children-looked-after"
