"""Keeping a board: its seats, roles, chair, rules and meetings."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.enums.boards import AppointedHow, BoardRoleKind
from governance.enums.fallbacks import FallbackKind
from governance.models import Appointment, Constituency, GoverningRules
from portal.people.forms.fields import EmailAddressField, ReasonField
from portal.people.models import User
from portal.ui.forms import DateField, Radios, TimeField


class PersonByEmailField(EmailAddressField):
    """Somebody already in the portal, found by their e-mail address."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Their e-mail address"))
        options.setdefault("help_text", _("They must already be in the portal. An administrator invites people."))
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        """Return the person."""
        email = super().clean(value)
        person = User.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            raise forms.ValidationError(
                _("Nobody who may sign in has this address. Ask an administrator to invite them.")
            )
        return person


class AppointForm(forms.Form):
    """Who takes a seat."""

    person = PersonByEmailField()
    how = forms.ChoiceField(label=_("How they were chosen"), choices=AppointedHow.choices, widget=Radios)
    starts_on = DateField(label=_("From"))


class SeatForm(forms.Form):
    """For whom a new seat speaks."""

    constituency = forms.ModelChoiceField(
        label=_("Constituency"), queryset=Constituency.objects.all(), widget=Radios, empty_label=None
    )
    starts_on = DateField(label=_("From"))


class MemberForm(SeatForm):
    """Who joins a constituency."""

    person = PersonByEmailField()
    field_order = ["person", "constituency", "starts_on"]


class EndForm(forms.Form):
    """When something ends, and why."""

    ends_on = DateField(label=_("Ends on"), help_text=_("The first day on which it no longer holds."))
    reason = ReasonField()


class RoleForm(forms.Form):
    """Who becomes secretary or observer."""

    person = PersonByEmailField()
    role = forms.ChoiceField(label=_("Role"), choices=BoardRoleKind.choices, widget=Radios)
    starts_on = DateField(label=_("From"))
    reason = ReasonField()


class HolderField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of those who hold a seat, by name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("Who"), empty_label=None, **options)

    def label_from_instance(self, obj: Any) -> str:
        """Return the person's name."""
        return str(obj.person.name)


class ChairForm(forms.Form):
    """Who takes the chair, and why it is their turn."""

    field_order = ["appointment", "starts_on", "why_picked"]
    starts_on = DateField(label=_("From"), help_text=_("A term lasts six calendar months."))
    why_picked = ReasonField(label=_("How it was agreed"), help_text=_("The board’s own people read it."))

    def __init__(self, *args: Any, candidates: Iterable[Appointment], **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = Appointment.objects.filter(pk__in=[row.pk for row in candidates])
        self.fields["appointment"] = HolderField(queryset=chosen.select_related("person", "seat"))
        self.order_fields(self.field_order)


class PurposeForm(forms.Form):
    """What the public page says the board is for."""

    purpose = forms.CharField(
        label=_("What the board is for"), widget=forms.Textarea(attrs={"rows": 5}), max_length=2000
    )
    reason = ReasonField()


class MeetingForm(forms.Form):
    """When and how a board meets."""

    day = DateField(label=_("Day"))
    starts = TimeField(label=_("Starts"), help_text=_("For example 1:30pm"))
    ends = TimeField(label=_("Ends"), help_text=_("For example 4pm"))
    how = forms.CharField(
        label=_("Where, and how to join"),
        max_length=240,
        required=False,
        help_text=_("Only the board’s own people see this."),
    )

    def clean(self) -> dict[str, Any]:
        """Join the day and the times to moments in the portal's own time zone."""
        cleaned: dict[str, Any] = super().clean() or {}
        day = cleaned.get("day")
        for name in ("starts", "ends"):
            if day and cleaned.get(name) is not None:
                cleaned[f"{name}_at"] = timezone.make_aware(datetime.combine(day, cleaned[name]))
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends", _("A meeting ends after it starts."))
        if starts_at and ends_at and ends_at - starts_at > timedelta(hours=10):
            self.add_error("ends", _("That is more than ten hours. Check the times."))
        return cleaned


class MoveMeetingForm(MeetingForm):
    """Another time for a meeting, and why."""

    reason = ReasonField()


class ReasonForm(forms.Form):
    """Why, and nothing else."""

    reason = ReasonField()


class RulesForm(forms.ModelForm[GoverningRules]):
    """The next version of a board's rules."""

    effective_from = DateField(label=_("In force from"))

    class Meta:
        model = GoverningRules
        fields = [
            "effective_from",
            "quorum_share",
            "quorum_constituencies",
            "support_share",
            "stand_aside_share",
            "every_constituency_agrees",
            "window_days",
            "window_days_procedural",
            "round_days",
            "review_months",
            "block_meetings",
            "block_days",
            "chair_answer_days",
            "chair_grace_days",
            "report_back_days",
            "restate_days",
            "urgent_confirm_days",
            "urgent_grace_days",
            "urgent_days",
            "review_grace_days",
            "lapse_months",
            "reveal",
            "change_note",
        ]
        widgets = {"change_note": forms.Textarea(attrs={"rows": 3}), "reveal": Radios}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["change_note"].required = True
        named = list(self.instance.fallback_steps)
        for kind in FallbackKind:
            self.fields[f"place_{kind.value}"] = forms.IntegerField(
                label=_("Fallback step: %(kind)s") % {"kind": str(kind.label).lower()},
                min_value=1,
                max_value=len(FallbackKind),
                required=False,
                initial=named.index(kind.value) + 1 if kind.value in named else None,
                help_text=_("Its place in the order. Leave it empty if the board does not use it."),
            )
        self.order_fields([*(name for name in self.fields if name != "change_note"), "change_note"])
        for name in ("quorum_share", "support_share", "stand_aside_share"):
            self.fields[name].help_text = _("Between 0 and 1; a third is 0.3333.")

    def clean(self) -> dict[str, Any]:
        """Put the fallback steps in the order of their places."""
        cleaned: dict[str, Any] = super().clean() or {}
        places = {kind.value: cleaned.pop(f"place_{kind.value}", None) for kind in FallbackKind}
        used = [place for place in places.values() if place]
        if len(set(used)) < len(used):
            self.add_error(f"place_{FallbackKind.TRIAL.value}", _("Give each fallback step a place of its own."))
        cleaned["fallback_steps"] = sorted((kind for kind, place in places.items() if place), key=places.__getitem__)
        return cleaned
