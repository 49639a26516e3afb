"""What must always be true of reminders, asked of the live data: a sentence for each that should not have been told."""

from collections.abc import Iterator
from datetime import datetime

from peerreview.models import Deadline
from portal.notifications.models import Notification

EVENT = "peer_review.due"


def findings(at: datetime) -> Iterator[str]:
    """Yield what does not hold (27): nobody is reminded of what is done. Twice is what the database refuses."""
    done = dict(Deadline.objects.filter(done_at__isnull=False).values_list("pk", "done_at"))
    rows = Notification.objects.filter(event=EVENT, key__startswith=f"{EVENT}:").order_by("pk")
    for pk, key, told_at in rows.values_list("pk", "key", "at").iterator():
        # The key as ``announcements/reviewreminders.py`` makes it: event, to whom, which deadline, its day, the moment.
        deadline = int(key.split(":")[2])
        done_at = done.get(deadline)
        if done_at is not None and told_at > done_at:
            yield f"27: notice {pk} reminds somebody of deadline {deadline}, which was done before."
