"""The demonstration's clock: everything is counted back from one day, so that two runs on one day agree."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from governance.domain.chairs import months_later

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Calendar:
    """``today`` is the last day of the story."""

    today: date

    def day(self, ago: int) -> date:
        """Return the day ``ago`` days before today; a negative number lies ahead."""
        return self.today - timedelta(days=ago)

    def at(self, ago: int, hour: int = 10, minute: int = 0) -> datetime:
        """Return a moment on the day ``ago`` days before today, in London time."""
        return datetime.combine(self.day(ago), time(hour, minute), tzinfo=LONDON)

    def noon_of(self, day: date) -> datetime:
        """Return midday in London on ``day``."""
        return datetime.combine(day, time(12), tzinfo=LONDON)

    def months(self, ago: int) -> date:
        """Return the first day of the month ``ago`` months before this one."""
        return months_later(self.today.replace(day=1), -ago)
