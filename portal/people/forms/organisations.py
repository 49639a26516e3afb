"""Finding, adding and correcting organisations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.people.enums import OrganisationKind, SectorKind
from portal.people.forms.fields import ReasonField
from portal.people.models import LocalAuthority, Organisation, Region


class FindOrganisationsForm(forms.Form):
    """The filter above the list."""

    mark_optional = False

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Any")), *OrganisationKind.choices])
    region = forms.ModelChoiceField(
        label=_("Region"),
        required=False,
        queryset=Region.objects.all(),
        to_field_name="slug",
        empty_label=_("Any"),
    )


class OrganisationForm(forms.Form):
    """What is known of an organisation."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices)
    sector = forms.ChoiceField(label=_("Sector"), required=False, choices=[("", _("Not known")), *SectorKind.choices])
    region = forms.ModelChoiceField(
        label=_("Region"), required=False, queryset=Region.objects.all(), empty_label=_("None")
    )
    authority = forms.ModelChoiceField(
        label=_("Local authority"),
        required=False,
        queryset=LocalAuthority.objects.none(),
        empty_label=_("None"),
        help_text=_("Only for an organisation that is a placing authority."),
    )
    owned_by = forms.ModelChoiceField(
        label=_("Owned by"),
        required=False,
        queryset=Organisation.objects.none(),
        empty_label=_("Nobody"),
        help_text=_("Owners up to the top make one group: nobody reviews a service of their own group."),
    )
    reason = ReasonField()

    def __init__(self, *args: Any, organisation: Organisation | None = None, **kwargs: Any) -> None:
        if organisation is not None:
            names = ("name", "kind", "sector", "region", "authority", "owned_by")
            kwargs.setdefault("initial", {name: getattr(organisation, name) for name in names})
        super().__init__(*args, **kwargs)
        free = LocalAuthority.objects.filter(organisation__isnull=True)
        if organisation is not None:
            free = free | LocalAuthority.objects.filter(organisation=organisation)
        self.fields["authority"].queryset = free.distinct()  # type: ignore[attr-defined]
        everybody = Organisation.objects.all()
        others = everybody.exclude(pk=organisation.pk) if organisation else everybody
        self.fields["owned_by"].queryset = others.order_by("name")  # type: ignore[attr-defined]
