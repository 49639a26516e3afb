"""Declaring a conflict of interest, answering, treating and releasing."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.enums.conflicts import Treatment
from governance.models import Constituency, Interest
from portal.people.models import User
from portal.ui.forms import Radios

LONGEST = 4000
TREATMENT_HINTS: dict[str, Any] = {
    Treatment.NOTE: _("The interest is on the record. They read, speak and take a position like everybody."),
    Treatment.STAY: _("They read and speak, and have no position: they count in no number."),
    Treatment.WITHDRAW: _("Papers, discussion, results and notices are taken from them until they are released."),
}


def _text(label: Any, needed: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": needed},
    )


class DeclareForm(forms.Form):
    """One's own conflict, by an entry of one's register or in words."""

    interest = forms.ModelChoiceField(
        label=_("Is it in your register of interests?"),
        queryset=Interest.objects.none(),
        required=False,
        empty_label=_("No, or not yet"),
    )
    what = _text(
        _("What is your interest in this matter?"),
        _("Say what your interest is"),
        _("The board reads it with your name. Say who could gain or lose, not what you think of the proposal."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, entries: "Any", **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        cast("forms.ModelChoiceField[Interest]", self.fields["interest"]).queryset = entries
        if not entries:
            del self.fields["interest"]


class RaiseForm(forms.Form):
    """A conflict of somebody else, or of everybody a constituency sends."""

    whose = forms.ChoiceField(
        label=_("Whose conflict is it?"), error_messages={"required": _("Choose whose conflict it is")}
    )
    what = _text(
        _("What is the conflict of interest?"),
        _("Say what the conflict is"),
        _("They read this and are heard before anything is decided. Say what you know, not what you suspect."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        people: Sequence[User],
        constituencies: Sequence[Constituency],
    ) -> None:
        super().__init__(data)
        self.people = {f"person-{one.pk}": one for one in people}
        self.constituencies = {f"constituency-{one.pk}": one for one in constituencies}
        cast("forms.ChoiceField", self.fields["whose"]).choices = [
            ("", _("Choose")),
            (_("One person"), [(key, one.name) for key, one in self.people.items()]),
            (_("Everybody of a constituency"), [(key, one.name) for key, one in self.constituencies.items()]),
        ]


class ReplyForm(forms.Form):
    """What the person has to say."""

    reply = _text(
        _("What do you want to say?"),
        _("Write what you want to say"),
        _("Whoever chairs this matter reads it before deciding. It stays on the record."),
    )


class TreatForm(forms.Form):
    """What it comes to, and why."""

    treatment = forms.ChoiceField(
        label=_("What does it come to?"),
        choices=Treatment.choices,
        widget=Radios(hints=TREATMENT_HINTS),
        error_messages={"required": _("Choose what it comes to")},
    )
    reasons = _text(
        _("Why?"),
        _("Say why"),
        _("They read this too. If they withdraw, write nothing here that says what is in the papers."),
    )


class ReleaseForm(forms.Form):
    """Why somebody may take part again."""

    why = _text(
        _("Why do they take part again?"),
        _("Say why they take part again"),
        _("They read the matter at once. They have a voice in rounds opened from now on."),
    )
