"""Asking, worrying, replying and commenting."""

from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import ClauseText, ProposalVersion


class _SaidOnce(forms.Form):
    """A contribution with a token: sent twice, it is kept once."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"token": uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class _AboutClause(_SaidOnce):
    """A contribution about the whole or one clause."""

    clause = forms.TypedChoiceField(label=_("Which part?"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, texts: Iterable[ClauseText], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["clause"])
        field.choices = [
            ("", _("The proposal as a whole")),
            *((text.clause_id, f"{text.order}. {text.heading or _first_words(text.text)}") for text in texts),
        ]
        self.texts = {text.clause_id: text for text in texts}


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:8]) + ("…" if len(words) > 8 else "")


class QuestionForm(_AboutClause):
    """A clarifying question."""

    text = forms.CharField(
        label=_("Your question"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("To understand what is meant. What worries you is a concern: raise it as one."),
    )
    field_order = ["clause", "text"]


class ConcernForm(_AboutClause):
    """A concern and what would resolve it."""

    text = forms.CharField(label=_("What worries you?"), widget=forms.Textarea(attrs={"rows": 4}))
    wish = forms.CharField(
        label=_("What would resolve it?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("Leave it empty if you do not know yet: the concern is the board’s to resolve, not yours alone."),
    )
    amend = forms.BooleanField(
        label=_("I want to propose an amendment that would resolve it"),
        required=False,
        help_text=_("You write it on the next page. The concern is raised in any case."),
    )
    field_order = ["clause", "text", "wish", "amend"]

    def __init__(self, *args: Any, may_amend: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_amend:
            del self.fields["amend"]


class CommentForm(_SaidOnce):
    """A comment."""

    text = forms.CharField(label=_("Your comment"), widget=forms.Textarea(attrs={"rows": 4}))


class ReplyForm(forms.Form):
    """The reply to a question."""

    text = forms.CharField(label=_("Reply"), widget=forms.Textarea(attrs={"rows": 5}))


class ResolveForm(forms.Form):
    """How a concern was met."""

    how = forms.CharField(
        label=_("How was it resolved?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("So that somebody who reads it in a year understands."),
    )
    resolved_in = forms.TypedChoiceField(
        label=_("Did a version of the text resolve it?"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, versions: Sequence[ProposalVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["resolved_in"])
        field.choices = [
            ("", _("No, or not by the text alone")),
            *((version.n, _("Version %(n)s") % {"n": version.n}) for version in versions),
        ]


class ReopenForm(forms.Form):
    """Why a closed concern stands again."""

    why = forms.CharField(label=_("Why does it stand again?"), widget=forms.Textarea(attrs={"rows": 4}))


class WithdrawConcernForm(forms.Form):
    """Taking back one's own concern."""

    why = forms.CharField(label=_("Why?"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


class ConfirmForm(forms.Form):
    """Nothing to fill in: the button is the answer."""
