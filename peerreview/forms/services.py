"""Filters over services, and what the programme manager writes about them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peerreview.enums.services import ServiceFamily, Track
from peerreview.queries.services import Narrowed, regions
from portal.people.forms.fields import ReasonField
from portal.ui.forms import DateField

if TYPE_CHECKING:
    from django.http import QueryDict

ANY = ("", _("Any"))


class FindServicesForm(forms.Form):
    """The filter above the public directory."""

    mark_optional = False

    region = forms.ChoiceField(label=_("Region"), required=False, choices=lambda: [ANY, *regions()])
    family = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *ServiceFamily.choices])

    def narrowed(self) -> Narrowed:
        """Return what was asked; nonsense asks for nothing."""
        found = self.cleaned_data if self.is_valid() else {}
        return Narrowed(
            region=found.get("region", ""),
            family=found.get("family", ""),
            words=found.get("q", ""),
            state=found.get("state", ""),
        )


class FindRegisteredForm(FindServicesForm):
    """The filter above the whole register."""

    q = forms.CharField(label=_("Reference, name, owner or authority"), required=False, max_length=80)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[ANY, ("member", _("Members of the network")), ("open", _("Open")), ("closed", _("Closed"))],
    )


class NamePubliclyForm(forms.Form):
    """A service's public name, by its own wish."""

    public_name = forms.CharField(label=_("Public name"), max_length=200)
    public_text = forms.CharField(
        label=_("What the service says of itself"),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("No address, and nothing about how many children live there."),
    )
    reason = ReasonField(label=_("Who in the service wished to be named, and how do we know?"))


class StopNamingForm(forms.Form):
    """Why the name goes."""

    reason = ReasonField()


class BeginMembershipForm(forms.Form):
    """A track from a day, and the standards the service is reviewed by."""

    track = forms.ChoiceField(label=_("Track"), choices=Track.choices, widget=forms.RadioSelect)
    standard_set = forms.ChoiceField(
        label=_("Reviewed by"),
        help_text=_("The set of standards; a review takes its edition in force on the day it is planned."),
        widget=forms.RadioSelect,
    )
    starts_on = DateField(label=_("From"))
    reason = ReasonField()

    def __init__(self, data: "QueryDict | None" = None, *, sets: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__(data)
        chosen: Any = self.fields["standard_set"]
        chosen.choices = list(sets)


class EndMembershipForm(forms.Form):
    """The first day without the membership."""

    ends_on = DateField(label=_("First day without it"))
    reason = ReasonField()


class AnswerQuestionForm(forms.Form):
    """What becomes of the membership."""

    answer = forms.CharField(
        label=_("What becomes of the membership, and why?"), max_length=2000, widget=forms.Textarea
    )
