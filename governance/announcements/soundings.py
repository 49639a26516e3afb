"""Soundings, told in the past tense; who is told of them stands in ``representation.py``."""

from datetime import datetime

from governance import signals
from governance.models import Sounding
from portal.people.models import User


def sounding_opened(sounding: Sounding, by: User, at: datetime) -> None:
    """Tell that a constituency is asked something."""
    signals.sounding_opened.send(sender=Sounding, sounding_id=sounding.pk, by=by, at=at)
