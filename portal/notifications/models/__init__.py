"""Notices, what leaves the portal about them, preferences, calendar feeds."""

from portal.notifications.models.calendars import CalendarFeed
from portal.notifications.models.letters import Delivery, Digest
from portal.notifications.models.notices import Notification
from portal.notifications.models.preferences import Preference

__all__ = ["CalendarFeed", "Delivery", "Digest", "Notification", "Preference"]
