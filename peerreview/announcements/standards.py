"""Telling others that standards changed, after the commit."""

from django.db import transaction

from peerreview.models import StandardSetEdition
from peerreview.signals import edition_published


def announce_edition(edition: StandardSetEdition) -> None:
    """Say that what the public reads of this set has changed."""
    transaction.on_commit(lambda: edition_published.send(StandardSetEdition, edition_id=edition.pk))
