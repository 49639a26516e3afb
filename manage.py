#!/usr/bin/env python3
"""Run a management command of the portal."""

import os
import sys

from django.core.management import execute_from_command_line

from portal.roomy import with_room


@with_room
def main() -> None:
    """Do what the command line says."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
