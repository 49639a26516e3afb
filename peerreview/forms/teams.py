"""Days, seats, answers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peerreview.queries.matchpages import Option, Slot
from peerreview.queries.matchwords import role_word
from portal.people.forms.fields import ReasonField
from portal.ui.forms import DateField, Radios

NOBODY = "none"
HOLD, FIX = "hold", "fix"
DAY_CHOICES = [(HOLD, _("Keep all three days: the team says first when it can come")), (FIX, _("Fix this day now"))]
DAY_HINTS = {FIX: _("Whoever is invited then says yes or no to this day.")}


class OfferDaysForm(forms.Form):
    """Three days a host holds free."""

    first = DateField(label=_("First day"))
    second = DateField(label=_("Second day"))
    third = DateField(label=_("Third day"))

    def days(self) -> list[Any]:
        """Return the three."""
        return [self.cleaned_data[name] for name in ("first", "second", "third")]


class StartSearchForm(forms.Form):
    """How long to look."""

    seconds = forms.TypedChoiceField(
        label=_("How long at most?"),
        coerce=int,
        choices=[(30, _("Half a minute")), (120, _("Two minutes")), (600, _("Ten minutes"))],
        initial=120,
        widget=forms.RadioSelect,
        help_text=_("It stops sooner when nothing much better can be found."),
    )


class ChooseTeamForm(forms.Form):
    """Every seat is chosen by a person: who is proposed, one of the next best, or nobody.

    While the day ``is_open``, it is fixed with the team only where that is said.
    """

    def __init__(self, *args: Any, slots: Iterable[Slot], is_open: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_open:
            self.fields["day"] = forms.ChoiceField(
                label=_("The day of the visit"), choices=DAY_CHOICES, initial=HOLD, widget=Radios(hints=DAY_HINTS)
            )
        self.slots = list(slots)
        for slot in self.slots:
            self.fields[f"seat_{slot.number}"] = _choice(f"{role_word(slot.role)} ({slot.number})", slot.options)

    def holds(self) -> bool:
        """Say whether all three days stay held until the team has answered."""
        return self.cleaned_data.get("day") == HOLD

    def chosen(self) -> list[tuple[str, int]]:
        """Return role and person of every seat that is given."""
        found = []
        for slot in self.slots:
            value = self.cleaned_data[f"seat_{slot.number}"]
            if value != NOBODY:
                found.append((slot.role.value, int(value)))
        return found


class FillSeatForm(forms.Form):
    """Who takes a seat that is open."""

    def __init__(self, *args: Any, options: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = _choice(_("Who takes the seat?"), options, nobody=False)


class WhyForm(forms.Form):
    """Why somebody is taken off a team, or objected to."""

    reason = ReasonField()


class DeclineForm(forms.Form):
    """Saying no; a reason may be given."""

    reason = forms.CharField(
        label=_("Would you like to say why?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The programme manager reads it. A conflict of interest is better declared as one."),
    )


class ConfirmTeamForm(forms.Form):
    """Confirming; what is lacking is answered for by name."""

    exception = forms.CharField(
        label=_("If something is lacking: why does the team go ahead all the same?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NothingForm(forms.Form):
    """An act that asks for nothing more."""


def _choice(label: Any, options: list[Option], *, nobody: bool = True) -> forms.ChoiceField:
    choices: list[tuple[str, Any]] = [(str(one.person), one.name) for one in options]
    if nobody:
        choices.append((NOBODY, _("Leave this seat open")))
    return forms.ChoiceField(
        label=label,
        choices=choices,
        help_text="" if options else _("Nobody could take it on that day beside the others."),
        widget=Radios(hints={str(one.person): one.why for one in options}),
        error_messages={"required": _("Choose somebody for this seat, or leave it open")},
    )
