"""Migrating a fresh database by the shorter way makes exactly what Django makes."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.thorough import THOROUGH

ROOT = Path(__file__).resolve().parents[3]
DJANGOS_WAY = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
"""
SHORTER = """
import django
django.setup()
from django.core.management import call_command
from portal.together import settled_models
with settled_models():
    call_command("migrate", verbosity=0, interactive=False)
"""
# When a migration ran, and what is drawn by lot.
OF_THE_MOMENT = {"django_migrations": ("applied",), "wagtailcore_page": ("translation_key",)}


def everything_in(program: str, path: Path) -> tuple[list[tuple[str, ...]], dict[str, list[str]]]:
    """Return the words of every table, index and trigger, and every row, of a database that ``program`` made."""
    subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={
            **{name: value for name, value in os.environ.items() if name != "REDIS_URL"},
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "DATABASE_URL": f"sqlite:///{path}",
        },
        check=True,
    )
    with sqlite3.connect(path) as made:
        words = sorted(
            tuple(map(str, row)) for row in made.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
        )
        rows = {}
        for kind, table, *_rest in words:
            if kind == "table":
                columns = [one[1] for one in made.execute(f'PRAGMA table_info("{table}")')]
                shown = [name for name in columns if name not in OF_THE_MOMENT.get(table, ())]
                asked = ", ".join(f'"{name}"' for name in shown)
                rows[table] = sorted(map(repr, made.execute(f'SELECT {asked} FROM "{table}"')))  # noqa: S608 - our own
    return words, rows


@pytest.mark.skipif(not THOROUGH, reason="two whole migrations are compared where everything is tried")
def test_the_shorter_way_makes_the_same_tables_and_rows(tmp_path: Path) -> None:
    words, rows = everything_in(SHORTER, tmp_path / "shorter.sqlite3")
    expected_words, expected_rows = everything_in(DJANGOS_WAY, tmp_path / "djangos.sqlite3")
    assert len(words) > 500
    assert words == expected_words
    assert rows == expected_rows
