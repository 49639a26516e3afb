"""What somebody is to do, that it is done, and what is changed about it."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.people.forms.fields import ReasonField
from portal.people.models import User
from portal.ui.forms import DateField


class _OwnerForm(forms.Form):
    """Who and by when."""

    def __init__(self, *args: Any, people: Sequence[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(person.pk): person for person in people}
        choices = [("", ""), *((pk, person.name) for pk, person in self.people.items())]
        self.fields["owner"] = forms.ChoiceField(label=_("Who sees to it"), choices=choices)
        self.fields["due_on"] = DateField(label=_("By when"))

    def clean_owner(self) -> User:
        """Return the person."""
        return self.people[self.cleaned_data["owner"]]


class ActionForm(_OwnerForm):
    """A new action."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    what = forms.CharField(
        label=_("What is to be done"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One thing that can be seen to be done. Write no child’s name."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, initial={"token": uuid4()}, **options)


class FinishActionForm(forms.Form):
    """What was done."""

    outcome = forms.CharField(
        label=_("What was done"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The board’s own people read it, with your name."),
    )


class ChangeActionForm(_OwnerForm):
    """Somebody else, or another day."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"] = ReasonField()
