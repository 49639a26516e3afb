"""Every model keeps history or says in writing why not, and nothing writes past it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from portal.history.exceptions import PROJECT, WITHOUT_HISTORY, models_without_history

ROOT = Path(__file__).resolve().parents[3]
ALLOWED = "# no history: "
BULK = {"bulk_create", "bulk_update", "abulk_create", "abulk_update"}
UPDATE = {"update", "aupdate"}


def test_every_model_has_history_or_a_written_exception() -> None:
    silent = {model._meta.label for model in models_without_history()} - set(WITHOUT_HISTORY)
    assert not silent, f"declare AuditRecords(), or give the reason in portal/history/exceptions.py: {sorted(silent)}"


def test_every_exception_is_about_a_model_that_still_has_none() -> None:
    stale = set(WITHOUT_HISTORY) - {model._meta.label for model in models_without_history()}
    assert not stale, f"remove from portal/history/exceptions.py: {sorted(stale)}"
    assert all(len(reason) > 20 for reason in WITHOUT_HISTORY.values())


def test_every_history_table_has_the_index_for_reading_as_of_a_day() -> None:
    for model in apps.get_models():
        if hasattr(model._meta, "simple_history_manager_attribute"):
            history = model.history.model
            fields = [index.fields for index in history._meta.indexes]
            assert [model._meta.pk.attname, "-history_date", "-history_id"] in fields, history
            assert history._meta.get_field("history_change_reason").get_internal_type() == "TextField"


def sources() -> Iterator[Path]:
    """Yield the project's code, without migrations."""
    for package in PROJECT:
        yield from (path for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts)


def bypasses(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and name of each call that writes rows without history and is not allowed by a comment.

    ``x.update(field=…)`` is a queryset's; ``x.update({…})`` and ``x.update(b"…")`` are a dictionary's, a hash's.
    """
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name = node.func.attr
        on_values = isinstance(node.func.value, ast.Attribute) and node.func.value.attr == "__dict__"
        if name in BULK or (name in UPDATE and node.keywords and not node.args and not on_values):
            # The comment stands on the call or just above it.
            near = lines[max(0, node.lineno - 2) : node.end_lineno]
            if not any(allows(line) for line in near):
                yield node.end_lineno or node.lineno, name


def allows(line: str) -> bool:
    """Say whether a line carries ``# no history: app.Model has none`` about a model that truly has none."""
    if ALLOWED not in line:
        return False
    label = line.split(ALLOWED, 1)[1].split()[0]
    return label in {model._meta.label for model in models_without_history()} or foreign(label)


def foreign(label: str) -> bool:
    """Say whether a model is another project's, and without history."""
    model = apps.get_model(label)
    return model.__module__.partition(".")[0] not in PROJECT and "historical" not in model.__name__.lower()


def test_no_code_writes_rows_past_their_history() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line} {name}()"
        for path in sources()
        for line, name in bypasses(path.read_text(encoding="utf-8"))
    ]
    assert not found, f"use save_with_history, or write '{ALLOWED}app.Model has none' on the line: {found}"


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("User.objects.filter(pk=1).update(name='x')", ["update"]),
        ("rows.update(name='x', kind='y')", ["update"]),
        ("User.objects.bulk_create([u])", ["bulk_create"]),
        ("await rows.aupdate(name='x')", ["aupdate"]),
        ("known.update({'a': 1})\ndigest.update(b'x')", []),
        ("row.__dict__.update(seats=[])", []),
        ("bulk_create_with_history(rows, User)", []),
        ("rows.update(seq=1)  # no history: history.LedgerHead has none", []),
        ("rows.update(seq=1)  # no history: people.User has none", ["update"]),
        ("# no history: sessions.Session has none\nrows.update(seq=1)", []),
    ],
)
def test_a_call_past_history_is_recognised(code: str, names: list[str]) -> None:
    assert [name for _, name in bypasses(code)] == names
