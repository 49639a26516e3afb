"""What is published: authorities and their figures, standards, guidance and information pages."""

from collections.abc import Callable
from pathlib import Path

from content.setup import ensure_pages
from peerreview.actions.standards_shipped import load_shipped_standards
from portal.demonstration.people import Cooperative
from portal.imports.actions.runs import apply_file
from portal.imports.kinds.registry import kind_called
from portal.people.actions.authorities import load_authorities
from portal.settings.env import PUBLISHED_DATA_DIR

FILES = (
    ("children-looked-after", "children_looked_after_2021_2024.csv"),
    ("neighbours", "statistical_neighbours_2025.csv"),
)


def add_published_figures(cooperative: Cooperative, say: Callable[[str], None]) -> None:
    """Add all local authorities, and the published figures where their files lie beside the project."""
    load_authorities(by=None, known_since=cooperative.founded_on, at=cooperative.founded_at)
    folder = Path(PUBLISHED_DATA_DIR)
    for slug, name in FILES:
        path = folder / name
        if not path.is_file():
            say(f"  {name} is not there; figures can be imported later (portal/imports/README.md).")
            continue
        apply_file(kind=kind_called(slug), path=str(path), options={}, actor=None, at=cooperative.calendar.at(30))


def add_standards(cooperative: Cooperative) -> None:
    """Publish the portal's own standard sets."""
    load_shipped_standards(by=None, at=cooperative.calendar.at(445))


def add_pages(cooperative: Cooperative) -> None:
    """Publish the home page, the guidance and the information pages."""
    ensure_pages(by=None, at=cooperative.calendar.at(90))
