"""What a file would change now."""

from collections.abc import Mapping
from datetime import datetime

from portal.imports.domain.plans import Plan
from portal.imports.domain.problems import FileRefused
from portal.imports.kinds.registry import ImportKind, Source
from portal.imports.tables.files import read_table


def read_source(kind: ImportKind, path: str, file_name: str, options: Mapping[str, str], at: datetime) -> Source:
    """Read and check the file alone; no question to the database."""
    return Source(read_table(path, file_name, kind.columns, prefer=kind.prefer), file_name, options, at)


def plan_of(kind: ImportKind, source: Source) -> Plan:
    """Compare what was read with what is here; a refusal becomes a plan that says why."""
    try:
        plan = kind.plan(source)
    except FileRefused as refusal:
        return Plan(problems=list(refusal.problems))
    if plan.problems:
        plan.items.clear()
        plan.unchanged = 0
        plan.problems.sort(key=lambda problem: (problem.row or 0, problem.column))
    return plan


def plan_file(kind: ImportKind, path: str, file_name: str, options: Mapping[str, str], at: datetime) -> Plan:
    """Read a file and say what it would change, or what is wrong with it."""
    try:
        source = read_source(kind, path, file_name, options, at)
    except FileRefused as refusal:
        return Plan(problems=list(refusal.problems))
    return plan_of(kind, source)
