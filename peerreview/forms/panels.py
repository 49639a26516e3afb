"""Seating the panel, calling a meeting, what is proposed and said in it."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peerreview.enums.accreditation import Outcome, PanelStance
from peerreview.models import PanelMeeting, PanelSeat
from portal.people.forms.fields import EmailAddressField, ReasonField
from portal.people.models import User
from portal.ui.forms import Checkboxes, DateField, Radios

CONDITIONS = 4


class SeatForm(forms.Form):
    """Somebody with an account joins the panel."""

    person = EmailAddressField(
        label=_("Their e-mail address"), help_text=_("They need an account. An administrator invites people.")
    )
    starts_on = DateField(label=_("From"))
    ends_on = DateField(label=_("First day without it"), required=False)
    reason = ReasonField()

    def clean_person(self) -> User:
        """Find the account; whether it may sit is the action's question."""
        found = User.objects.filter(email__iexact=self.cleaned_data["person"], is_active=True).first()
        if found is None:
            raise forms.ValidationError(
                _("Nobody with this address has an account. Ask an administrator to invite them.")
            )
        return found


class EndSeatForm(forms.Form):
    """The first day without the seat."""

    ends_on = DateField(label=_("First day without it"))
    reason = ReasonField()


class MeetingForm(forms.Form):
    """When, and who."""

    title = forms.CharField(label=_("Title"), max_length=120)
    held_on = DateField(label=_("Day"))
    people = forms.ModelMultipleChoiceField(
        label=_("Who takes part?"),
        help_text=_("An appeal is heard by people who did not decide."),
        queryset=User.objects.none(),
        widget=Checkboxes,
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seated = PanelSeat.objects.active(at).values("person")
        people: Any = self.fields["people"]
        people.queryset = User.objects.filter(pk__in=seated, is_active=True).order_by("name", "pk")
        people.label_from_instance = lambda person: person.name


class LayBeforeForm(forms.Form):
    """Before which meeting a case is laid."""

    meeting = forms.ModelChoiceField(
        label=_("Before which meeting?"),
        queryset=PanelMeeting.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["meeting"]
        field.queryset = PanelMeeting.objects.prefetch_related("members__person").order_by("-held_on", "-pk")[:20]
        field.queryset = PanelMeeting.objects.filter(pk__in=[one.pk for one in field.queryset]).prefetch_related(
            "members__person"
        )
        field.label_from_instance = _meeting_words


def _meeting_words(meeting: PanelMeeting) -> str:
    names = ", ".join(row.person.name for row in meeting.members.all())
    return f"{meeting.title}, {meeting.held_on:%d.%m.%Y}: {names}"


class RecuseForm(forms.Form):
    """Why somebody takes no part."""

    reason = ReasonField(
        label=_("Why?"), help_text=_("Who runs the case reads it. It is kept in the history and cannot be taken back.")
    )


class ProposeForm(forms.Form):
    """A decision, its reasons, and what it brings with it."""

    outcome = forms.ChoiceField(label=_("What do you propose to decide?"), widget=Radios(reveals={"deferred": "until"}))
    until = DateField(label=_("Deferred until"), required=False)
    reason = forms.CharField(
        label=_("Reasons"),
        help_text=_("The service reads them when it is decided. Nobody is named."),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, outcomes: Collection[Outcome], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["outcome"]
        field.choices = [(one.value, one.label) for one in Outcome if one in outcomes]
        if Outcome.DEFERRED not in outcomes:
            del self.fields["until"]
            field.widget.reveals = {}
        self.many = CONDITIONS if Outcome.CONDITIONS in outcomes else 0
        for n in range(1, self.many + 1):
            self.fields[f"condition_{n}"] = forms.CharField(
                label=_("Condition %(n)d, if it is accredited with conditions") % {"n": n},
                required=False,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"due_{n}"] = DateField(label=_("Condition %(n)d is due on") % {"n": n}, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask each condition for its day, and each day for its condition."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("outcome") == Outcome.DEFERRED and not data.get("until") and "until" not in self.errors:
            self.add_error("until", _("Say until when."))
        if data.get("outcome") == Outcome.CONDITIONS:
            for n in range(1, self.many + 1):
                text, due = data.get(f"condition_{n}"), data.get(f"due_{n}")
                if text and not due and f"due_{n}" not in self.errors:
                    self.add_error(f"due_{n}", _("Say until when this condition is to be met."))
                if due and not text:
                    self.add_error(f"condition_{n}", _("Say what is to be done by that day."))
        return data

    @property
    def said(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = self.cleaned_data
        conditions: list[tuple[str, date]] = [
            (data[f"condition_{n}"], data[f"due_{n}"]) for n in range(1, self.many + 1) if data.get(f"condition_{n}")
        ]
        return {
            "outcome": Outcome(data["outcome"]),
            "reason": data["reason"],
            "until": data.get("until"),
            "conditions": conditions,
        }


class SayOfProposalForm(forms.Form):
    """Agree, or object with a reason."""

    stance = forms.ChoiceField(
        label=_("What do you say of this proposal?"),
        choices=PanelStance.choices,
        widget=Radios(reveals={PanelStance.OBJECTS: "reason"}),
    )
    reason = forms.CharField(
        label=_("Why do you object, and what would resolve it?"),
        help_text=_("The panel reads it. An objection stops the proposal; nobody is outvoted."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask an objection for its reason."""
        data = super().clean() or {}
        if data.get("stance") == PanelStance.OBJECTS and not data.get("reason", "").strip():
            self.add_error("reason", _("Say why you object."))
        return data
