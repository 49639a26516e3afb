"""Proposing another wording, answering it, renewing it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.domain.amendments import Change
from governance.enums.amendments import AmendmentKind
from governance.models import ClauseText, Concern
from portal.ui.forms import Checkboxes, Radios

LONGEST = 10000
AT_THE_START = "first"
KIND_HINTS: dict[str, Any] = {
    AmendmentKind.REPLACE: _("Propose other words for it."),
    AmendmentKind.INSERT: _("Propose something the text does not say yet."),
    AmendmentKind.DELETE: _("Propose to take it out altogether."),
}


def clause_choices(texts: Iterable[ClauseText]) -> list[tuple[str, str]]:
    """Return the clauses of a version as somebody chooses among them."""
    return [(str(text.clause_id), f"{text.order}. {text.heading or _first_words(text.text)}") for text in texts]


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:8]) + ("…" if len(words) > 8 else "")


class ChooseForm(forms.Form):
    """The first page of an amendment: what it does, and where. Only asks; nothing is kept."""

    mark_optional = False

    kind = forms.ChoiceField(
        label=_("What should happen to the text?"),
        choices=AmendmentKind.choices,
        widget=Radios(hints=KIND_HINTS),
        error_messages={"required": _("Choose what should happen to the text")},
    )
    clause = forms.ChoiceField(
        label=_("Which clause?"),
        help_text=_("The clause to change or to leave out; a new clause comes after it."),
        error_messages={"required": _("Choose a clause")},
    )
    concern = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, texts: Sequence[ClauseText], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = cast("forms.ChoiceField", self.fields["clause"])
        field.choices = [*clause_choices(texts), (AT_THE_START, _("None: a new clause comes first"))]

    def clean(self) -> dict[str, Any]:
        """Only a new clause can stand at the start."""
        cleaned = super().clean() or {}
        if cleaned.get("clause") == AT_THE_START and cleaned.get("kind") not in (None, AmendmentKind.INSERT):
            self.add_error("clause", _("Choose the clause to change or to leave out"))
        return cleaned


class _WordsForm(forms.Form):
    """The words of an amendment and its reason."""

    heading = forms.CharField(label=_("Heading"), max_length=160, required=False)
    text = forms.CharField(
        label=_("Text of the clause, as you propose it"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST,
        error_messages={"required": _("Write the text of the clause as you propose it")},
    )
    rationale = forms.CharField(
        label=_("Why would it be better so?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        help_text=_("Whoever answers reads this first, and so does the board."),
        error_messages={"required": _("Say why the text would be better so")},
    )
    base = forms.IntegerField(widget=forms.HiddenInput)

    def made(self, kind: AmendmentKind, clause: int | None, after: int | None) -> Change:
        """Return what is proposed; without words when the clause is to be left out."""
        heading, text = (self.cleaned_data.get(name, "") for name in ("heading", "text"))
        return Change(kind, clause, after, heading, text)


class AmendmentForm(_WordsForm):
    """The second page of an amendment: the words, why, and which concerns it would resolve."""

    concerns = forms.TypedMultipleChoiceField(
        label=_("Which concerns would it resolve?"),
        required=False,
        coerce=int,
        widget=Checkboxes(),
        help_text=_("Whoever raised one is asked, once this stands in a published version."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = ["heading", "text", "rationale", "concerns"]

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        kind: AmendmentKind,
        concerns: Sequence[Concern],
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(data, initial={"token": uuid4(), **initial})
        if kind is AmendmentKind.DELETE:
            del self.fields["heading"], self.fields["text"]
        if not concerns:
            del self.fields["concerns"]
            return
        field = cast("forms.ChoiceField", self.fields["concerns"])
        field.choices = [(one.pk, f"{one.raised_by}: {_first_words(one.text)}") for one in concerns]


class RenewForm(_WordsForm):
    """The words once more, on the newest version; a clause that is gone needs a place for a new one."""

    after = forms.ChoiceField(
        label=_("Where should the new clause stand?"),
        help_text=_("The clause this was about is not there any more, so yours would be a new one."),
    )
    field_order = ["after", "heading", "text", "rationale"]

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        kind: AmendmentKind,
        texts: Sequence[ClauseText],
        needs_place: bool,
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        if kind is AmendmentKind.DELETE:
            del self.fields["heading"], self.fields["text"]
        if not needs_place:
            del self.fields["after"]
            return
        field = cast("forms.ChoiceField", self.fields["after"])
        field.choices = [
            *((key, _("After %(clause)s") % {"clause": label}) for key, label in clause_choices(texts)),
            (AT_THE_START, _("At the start")),
        ]

    def change(self, kind: AmendmentKind, clause: int | None, after: int | None) -> Change:
        """Return what is proposed: of a clause that is gone, a new one."""
        if "after" in self.fields:
            place = self.cleaned_data["after"]
            return self.made(AmendmentKind.INSERT, None, None if place == AT_THE_START else int(place))
        return self.made(kind, clause, after)


class ResolutionForm(forms.Form):
    """The words chosen after a conflict; both sides stand above it."""

    heading = forms.CharField(label=_("Heading"), max_length=160, required=False)
    text = forms.CharField(
        label=_("Text of the clause in the next version"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST,
        required=False,
        help_text=_("Begin with either, or join them. Left empty, the clause is left out."),
    )
    expected = forms.CharField(widget=forms.HiddenInput, required=False)


class DeclineForm(forms.Form):
    """Why not."""

    reason = forms.CharField(
        label=_("Why is it declined?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        help_text=_("The author and everybody who reads the proposal see this. Say what would be possible instead."),
        error_messages={"required": _("Say why it is declined")},
    )


class WithdrawAmendmentForm(forms.Form):
    """Taking back one's own amendment."""

    why = forms.CharField(label=_("Why?"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


class LinkForm(forms.Form):
    """Which concern the amendment would resolve."""

    concern = forms.TypedChoiceField(
        label=_("Which concern would it resolve?"),
        coerce=int,
        widget=Radios(),
        error_messages={"required": _("Choose a concern")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, concerns: Sequence[Concern]) -> None:
        super().__init__(data)
        field = cast("forms.ChoiceField", self.fields["concern"])
        field.choices = [(one.pk, f"{one.raised_by}: {_first_words(one.text)}") for one in concerns]


class FindAmendmentsForm(forms.Form):
    """Which amendments to list."""

    mark_optional = False

    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, counts: Sequence[tuple[Any, int]]) -> None:
        super().__init__(data)
        field = cast("forms.ChoiceField", self.fields["state"])
        field.choices = [("", _("All")), *((state.value, f"{state.label} ({number})") for state, number in counts)]
