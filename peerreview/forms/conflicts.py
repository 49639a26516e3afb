"""Declaring a conflict, and what becomes of it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from peerreview.enums.conflicts import ConflictKind, ConflictSource
from peerreview.models import ReviewerProfile, Service
from portal.people.forms.fields import ReasonField
from portal.people.models import Organisation, User
from portal.ui.forms import DateField, Radios

HINTS: dict[str, Any] = {
    ConflictKind.WORKED: _("Counts for five years after you left."),
    ConflictKind.LIVED: _("Counts always."),
    ConflictKind.FAMILY: _("Counts always."),
    ConflictKind.COMMISSIONS: _("Counts for two years after it ended."),
    ConflictKind.COMPETES: _("Somebody else may say that it does not matter."),
    ConflictKind.DISPUTE: _("Somebody else may say that it does not matter."),
}
KINDS = [(one.value, one.label) for one in ConflictKind if one is not ConflictKind.REVIEWED]


class DeclareForm(forms.Form):
    """With whom somebody is tied, and how. The service is named, not chosen: a list of homes is not for everybody."""

    host = forms.CharField(
        label=_("With which service or organisation?"),
        max_length=200,
        help_text=_("The service's reference number or public name, or the whole name of the organisation."),
    )
    kind = forms.ChoiceField(label=_("What ties you to it?"), choices=KINDS, widget=Radios(hints=HINTS))
    ended_on = DateField(label=_("When did it end?"), required=False, help_text=_("Empty if it goes on."))
    details = forms.CharField(
        label=_("In a few words"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only you and programme managers read this. Write no names of children."),
    )
    why_late = forms.CharField(
        label=_("If you have reviewed it already: why did you not say so before?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_host(self) -> tuple[Service | None, Organisation | None]:
        """Find the service or the organisation; both are named in the public register, so a match tells nothing new."""
        words = str(self.cleaned_data["host"]).strip()
        service = Service.objects.filter(urn__iexact=words).first()
        service = service or Service.objects.filter(public_name__iexact=words, named_publicly=True).first()
        organisation = None if service else Organisation.objects.filter(name__iexact=words).first()
        if service is None and organisation is None:
            raise ValidationError(
                _("We do not know “%(words)s”. Look up the number in the regulator's register, or ask the programme."),
                params={"words": words},
            )
        return service, organisation

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        service, organisation = self.cleaned_data["host"]
        names = ("kind", "ended_on", "details", "why_late")
        values = {name: self.cleaned_data[name] for name in names}
        return {**values, "service": service, "host_organisation": organisation}


class DeclareForForm(DeclareForm):
    """The programme manager was told of somebody's tie, or an organisation's."""

    person = forms.ModelChoiceField(label=_("Whose?"), required=False, queryset=User.objects.none())
    organisation = forms.CharField(
        label=_("Or a whole organisation's"), required=False, max_length=200, help_text=_("Its whole name.")
    )
    source = forms.ChoiceField(label=_("Who told us?"), choices=ConflictSource.choices, widget=forms.RadioSelect)

    field_order = ("person", "organisation", "host")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reviewers = User.objects.filter(pk__in=ReviewerProfile.objects.values("person")).order_by("name")
        self.fields["person"].queryset = reviewers  # type: ignore[attr-defined]
        self.fields["kind"].label = _("What ties them to it?")

    def clean(self) -> dict[str, Any]:
        """Insist on one person or one organisation."""
        found = super().clean() or {}
        name = str(found.get("organisation") or "").strip()
        organisation = Organisation.objects.filter(name__iexact=name).first() if name else None
        if name and organisation is None:
            self.add_error("organisation", _("We do not know this organisation."))
        elif (found.get("person") is None) == (organisation is None):
            self.add_error("person", _("Choose a person, or name an organisation."))
        found["organisation"] = organisation
        return found


class SettleForm(forms.Form):
    """Why a conflict is confirmed, dismissed or waived."""

    reason = ReasonField()


class AttestForm(forms.Form):
    """Saying that everything is declared."""

    complete = forms.BooleanField(
        label=_("I have declared everything that ties me to a service of the network or its owner"),
        error_messages={"required": _("Tick the box to say so.")},
    )
