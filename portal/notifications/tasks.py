"""What a worker does for notices."""

from django.utils import timezone
from django_tasks import task

from portal.notifications.actions.sending import send_waiting


@task()
def send_letters() -> int:
    """Send the letters that wait; return how many went. The clock is read here."""
    return send_waiting(at=timezone.now()).sent
