"""``import_register FILE``: say what a file would change; ``--apply`` changes it."""

from portal.imports.command import ImportCommand


class Command(ImportCommand):
    """See ``ImportCommand``."""

    help = "Import the regulator's register of services (ODS, XLSX or CSV)."
    slug = "register"
