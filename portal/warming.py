"""Doing at the start of a server what would otherwise wait for its first reader."""

from django.urls import reverse


def warm() -> None:
    """Import everything that an address leads to: the first page after a start waited two and a half seconds for it."""
    reverse("account_login")
