"""What reviewers and the programme manager write about them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peerreview.enums.reviewers import ClearanceKind, ReviewerKind, Specialism, TrainingKind, TravelLimit
from peerreview.models import Service
from peerreview.queries.reviewers import set_choices
from portal.people.enums import RoleKind
from portal.people.forms.fields import ReasonField
from portal.people.models import Region, RoleGrant, User
from portal.ui.forms import Checkboxes, DateField

ANY = ("", _("Any"))


class FindReviewersForm(forms.Form):
    """The filter above the directory."""

    mark_optional = False

    kind = forms.ChoiceField(label=_("As"), required=False, choices=[ANY, *ReviewerKind.choices])
    q = forms.CharField(label=_("Name or organisation"), required=False, max_length=80)


class OwnReviewerForm(forms.Form):
    """What a reviewer says of themselves."""

    sets_known = forms.MultipleChoiceField(
        label=_("Which standards do you know?"), required=False, widget=Checkboxes, choices=()
    )
    specialisms = forms.MultipleChoiceField(
        label=_("What do you know well?"), required=False, widget=Checkboxes, choices=Specialism.choices
    )
    cap = forms.IntegerField(label=_("How many teams a cycle, at most?"), min_value=0, max_value=12)
    travel_limit = forms.TypedChoiceField(
        label=_("How far do you travel?"), choices=TravelLimit.choices, coerce=int, widget=forms.RadioSelect
    )
    takes_part = forms.BooleanField(label=_("I can be asked at present"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sets_known"].choices = set_choices()  # type: ignore[attr-defined]


class ReviewerForm(OwnReviewerForm):
    """What the programme manager says of a reviewer."""

    kind = forms.ChoiceField(label=_("As"), choices=ReviewerKind.choices, widget=forms.RadioSelect)
    home_service = forms.ModelChoiceField(
        label=_("Home service"),
        required=False,
        queryset=Service.objects.none(),
        help_text=_("Where they work. Experts by experience need none."),
    )
    region = forms.ModelChoiceField(label=_("Travels from"), queryset=Region.objects.all())
    reason = ReasonField()

    field_order = ("person", "kind", "home_service", "region")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Service.objects.filter(memberships__isnull=False).select_related("region").distinct().order_by("urn")
        self.fields["home_service"].queryset = members  # type: ignore[attr-defined]
        self.fields["sets_known"].label = _("Standards known")
        self.fields["specialisms"].label = _("Knows well")
        self.fields["cap"].label = _("Teams a cycle, at most")
        self.fields["travel_limit"].label = _("Travels")
        self.fields["takes_part"].label = _("Can be asked at present")


class NewReviewerForm(ReviewerForm):
    """Somebody with the role of a reviewer gets a profile."""

    person = forms.ModelChoiceField(
        label=_("Person"),
        queryset=User.objects.none(),
        help_text=_("People with the role “Peer reviewer” who have no profile yet."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grants = RoleGrant.objects.filter(role=RoleKind.REVIEWER, ends_on__isnull=True).values("person")
        free = User.objects.filter(pk__in=grants, is_active=True, reviewer_profile__isnull=True).order_by("name")
        self.fields["person"].queryset = free  # type: ignore[attr-defined]


class TrainingForm(forms.Form):
    """A training somebody has done."""

    kind = forms.ChoiceField(label=_("For"), choices=TrainingKind.choices, widget=forms.RadioSelect)
    starts_on = DateField(label=_("Counts from"))
    ends_on = DateField(
        label=_("First day on which it counts no more"), required=False, help_text=_("Empty if it does not run out.")
    )


class ClearanceForm(forms.Form):
    """A check that was seen."""

    kind = forms.ChoiceField(label=_("Check"), choices=ClearanceKind.choices, widget=forms.RadioSelect)
    reference = forms.CharField(
        label=_("Its number"),
        required=False,
        max_length=40,
        help_text=_("Only the person and programme managers read it."),
    )
    starts_on = DateField(label=_("Seen on"))
    ends_on = DateField(label=_("First day on which it counts no more"))


class AvailabilityForm(forms.Form):
    """When somebody can come."""

    starts_on = DateField(label=_("First day"))
    last_day = DateField(label=_("Last day"))
