"""Opening a cycle, winding its clock, planning by hand, and the filters above lists of reviews."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from peerreview.domain.reviewclock import ClockRules
from peerreview.enums.reviews import ReviewKind, ReviewState
from peerreview.models import ReviewCycle
from peerreview.queries.cycles import NarrowedReviews
from portal.people.forms.fields import ReasonField
from portal.people.models import Region
from portal.ui.forms import DateField

ANY = ("", _("Any"))
LATE = "late"
MOST = {"hours": 80, "months": 60, "years": 10, "weeks": 52, "days": 120}


class ClockForm(forms.Form):
    """The numbers of the clock, as the model names them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ClockRules.__dataclass_fields__:
            label = ReviewCycle._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            most = next(value for unit, value in MOST.items() if unit in name)
            self.fields[name] = forms.IntegerField(
                label=str(label)[:1].upper() + str(label)[1:],
                initial=self.initial.get(name, getattr(ClockRules(), name)),
                validators=[MinValueValidator(1), MaxValueValidator(most)],
                widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
            )

    def clean(self) -> dict[str, Any]:
        """Insist on a window for visits that has a beginning and an end."""
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("visit_from_weeks"), data.get("visit_to_weeks")
        if first and last and last < first:
            self.add_error("visit_to_weeks", _("Visits cannot end before they begin."))
        return data

    def rules(self) -> ClockRules:
        """Return the numbers as the clock takes them."""
        return ClockRules(**{name: self.cleaned_data[name] for name in ClockRules.__dataclass_fields__})


class OpenCycleForm(ClockForm):
    """A new cycle with its clock."""

    field_order = ["title", "label", "opens_on", "closes_on"]

    title = forms.CharField(label=_("Title"), max_length=120)
    label = forms.SlugField(
        label=_("In addresses"),
        max_length=40,
        help_text=_("Small letters, numbers and hyphens, such as 2026-27. It never changes: people cite it."),
    )
    opens_on = DateField(label=_("Opens on"))
    closes_on = DateField(label=_("Closes on"))

    def clean_label(self) -> str:
        """Refuse the one word that is an address already."""
        label: str = self.cleaned_data["label"].lower()
        if label == "open":
            raise forms.ValidationError(_("Choose another word: this one is taken."))
        return label

    def clean(self) -> dict[str, Any]:
        """Insist on a cycle that lasts."""
        data = super().clean()
        opens, closes = data.get("opens_on"), data.get("closes_on")
        if isinstance(opens, date) and isinstance(closes, date) and closes <= opens:
            self.add_error("closes_on", _("The cycle must close after it opens."))
        return data


class SetClockForm(ClockForm):
    """Other numbers, and why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = ReasonField()


class ReasonForm(forms.Form):
    """Why it is done."""

    reason = ReasonField()


class PlanOneForm(forms.Form):
    """One review by hand."""

    urn = forms.CharField(label=_("Reference number of the service"), max_length=20)
    kind = forms.ChoiceField(label=_("Kind of review"), choices=ReviewKind.choices, widget=forms.RadioSelect)
    clock_from = DateField(label=_("Its clock is counted from"))
    reason = ReasonField()


class NothingForm(forms.Form):
    """An act that asks for nothing but a press of the button."""


class FindReviewsForm(forms.Form):
    """The filter above a list of reviews."""

    mark_optional = False

    q = forms.CharField(label=_("Reference or owner"), required=False, max_length=80)
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[ANY, (LATE, _("Late")), *ReviewState.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *ReviewKind.choices])
    region = forms.ModelChoiceField(
        label=_("Region"), required=False, queryset=Region.objects.all(), to_field_name="slug", empty_label=_("Any")
    )

    def narrowed(self) -> NarrowedReviews:
        """Return what was asked; nonsense asks for nothing."""
        found = self.cleaned_data if self.is_valid() else {}
        region = found.get("region")
        return NarrowedReviews(
            stage="" if found.get("stage") == LATE else found.get("stage", ""),
            kind=found.get("kind", ""),
            region=region.slug if region else "",
            words=found.get("q", ""),
            late=found.get("stage") == LATE,
        )
