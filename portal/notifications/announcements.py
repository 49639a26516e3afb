"""After the commit: wake the worker. Without one, the timer sends what waits."""

from django.db import transaction

from portal.notifications.tasks import send_letters


def letters_wait() -> None:
    """Let a worker send what waits, once what happened is certain."""
    transaction.on_commit(lambda: send_letters.using(backend="bg").enqueue() and None, robust=True)
