"""A rule said no, in words for the person who asked."""

from collections.abc import Callable

from django.forms import BaseForm


class Refused(Exception):
    """Raised by an action whose rule does not allow the act; the message is shown in the form."""


def attempt(form: BaseForm, act: Callable[[], object]) -> bool:
    """Do it and say whether it was done; a refusal becomes the form's error."""
    try:
        act()
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True
