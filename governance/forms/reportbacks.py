"""Reporting back, putting something right, responding."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 6000


class ReportBackForm(forms.Form):
    """What a seat tells its constituency."""

    text = forms.CharField(
        label=_("What you tell them"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("In plain words. A beginning stands here already: change it as you like. Write no child’s name."),
    )


class _SaidOnce(forms.Form):
    """Something with a token: sent twice, it is kept once."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"token": uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class CorrectionForm(_SaidOnce):
    """What was wrong."""

    text = forms.CharField(
        label=_("What is put right?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("It appears beneath what you sent, with today’s date."),
    )


class ResponseForm(_SaidOnce):
    """What a member answers."""

    text = forms.CharField(
        label=_("Your response"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Read by the board’s trustees and by everybody in your constituency, with your name."),
    )
