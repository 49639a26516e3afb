"""The timer as tests of proposals and decisions watch it: chairs, registers and reminders are others' business."""

import re
from datetime import datetime

from governance import tasks

ABOUT_A_TEXT = re.compile(r"\b[A-Z]+-\d{4}-\d{3}\b")


def run_due(at: datetime) -> list[str]:
    """Run everything that is due and return what was done about proposals and decisions."""
    return [line for line in tasks.run_due(at) if ABOUT_A_TEXT.search(line)]


def preview_due(at: datetime) -> list[str]:
    """Return what would be done about proposals and decisions."""
    return [line for line in tasks.preview_due(at) if ABOUT_A_TEXT.search(line)]
