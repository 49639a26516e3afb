"""Telling others that standards changed."""

from datetime import datetime

from peerreview.models import StandardSetEdition
from peerreview.signals import edition_changed
from portal.people.models import User


def announce_edition(edition: StandardSetEdition, *, by: User | None, at: datetime) -> None:
    """Say that what the public reads of this set has changed."""
    edition_changed.send(StandardSetEdition, edition_id=edition.pk, state=edition.state, by=by, at=at)
