"""Imports as records: what was brought in, by whom, when, and what it changed."""

from portal.imports.models.runs import ImportRun, PlannedChange

__all__ = ["ImportRun", "PlannedChange"]
