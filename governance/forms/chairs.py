"""Answering for one's turn, swapping turns, naming who stands in, and handing over the voice of a seat."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.enums.chairs import AlternateKind
from governance.forms.boards import HolderField
from governance.models import Appointment, Decision, Meeting
from portal.people.models import User
from portal.ui.forms import DateField, Radios

ACCEPT, EXCUSE, DECLINE = "accept", "excuse", "decline"


class AnswerForm(forms.Form):
    """Whether somebody takes the chair, and why not."""

    mark_optional = False
    answer = forms.ChoiceField(
        label=_("Do you take the chair?"),
        choices=[
            (ACCEPT, _("Yes, I take it")),
            (EXCUSE, _("I cannot this time")),
            (DECLINE, _("No, I let the turn pass")),
        ],
        widget=Radios(
            hints={
                EXCUSE: _("For example illness or leave. Your constituency keeps its place at the front of the queue."),
                DECLINE: _(
                    "Another trustee of your constituency is asked. If nobody of it takes the term, the turn is used "
                    "up and your constituency goes to the back of the queue."
                ),
            }
        ),
    )
    why = forms.CharField(
        label=_("Why not"),
        help_text=_("Needed unless you say yes. The board’s own people read it; the public does not."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of whoever does not take it."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("answer") in (EXCUSE, DECLINE) and not str(cleaned.get("why") or "").strip():
            self.add_error("why", _("Say why, so that the board understands."))
        return cleaned


class SwapForm(forms.Form):
    """Who takes the next term instead, and the decision in which the board agreed it."""

    decision = forms.ModelChoiceField(
        label=_("The board’s decision"),
        help_text=_("Only decisions on procedural proposals that no swap rests on yet."),
        queryset=Decision.objects.none(),
        widget=Radios,
        empty_label=None,
    )

    def __init__(self, *args: Any, candidates: Iterable[Appointment], decisions: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = Appointment.objects.filter(pk__in=[row.pk for row in candidates])
        self.fields["to"] = HolderField(queryset=chosen.select_related("person", "seat__constituency", "seat__board"))
        self.fields["to"].label = _("Who takes the next term instead")
        self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]
        self.order_fields(["to", "decision"])


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the person's name."""
        return str(obj.name)


class MeetingField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A meeting, by its day."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the day and the title."""
        return f"{obj.held_on:%-d %B %Y}: {obj.title}"


class AlternateForm(forms.Form):
    """Who may stand in, and for how long."""

    kind = forms.ChoiceField(
        label=_("For how long"),
        choices=AlternateKind.choices,
        widget=Radios(
            reveals={AlternateKind.STANDING.value: "starts_on", AlternateKind.ONE_MEETING.value: "meeting"},
        ),
    )
    starts_on = DateField(label=_("From"), required=False)

    def __init__(self, *args: Any, people: Iterable[User], meetings: Iterable[Meeting], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"] = PersonField(
            label=_("Who"),
            help_text=_("Members of the same constituency who hold no seat on this board."),
            queryset=User.objects.filter(pk__in=[one.pk for one in people]).order_by("name"),
            widget=Radios,
            empty_label=None,
        )
        self.fields["meeting"] = MeetingField(
            label=_("Which meeting"),
            queryset=Meeting.objects.filter(pk__in=[one.pk for one in meetings]).order_by("starts_at"),
            required=False,
        )
        self.order_fields(["person", "kind", "starts_on", "meeting"])

    def clean(self) -> dict[str, Any]:
        """Ask for the day or the meeting, whichever belongs to the choice."""
        cleaned: dict[str, Any] = super().clean() or {}
        standing = cleaned.get("kind") == AlternateKind.STANDING
        if standing and not cleaned.get("starts_on") and "starts_on" not in self.errors:
            self.add_error("starts_on", _("Say from when."))
        if cleaned.get("kind") == AlternateKind.ONE_MEETING and not cleaned.get("meeting"):
            self.add_error("meeting", _("Choose the meeting."))
        return cleaned


class HandOverForm(forms.Form):
    """From when until when the alternate speaks."""

    starts_on = DateField(label=_("From"))
    ends_on = DateField(label=_("Until"), help_text=_("The first day on which the principal speaks again."))
