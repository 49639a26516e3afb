"""Keeping up a register of interests."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.enums.interests import InterestKind, InterestNature
from governance.models import Interest
from portal.people.forms.fields import ReasonField
from portal.people.models import LocalAuthority, Organisation
from portal.ui.forms import DateField, Radios

FIELDS = ("kind", "nature", "party", "what", "organisation", "authority", "starts_on", "ends_on")


class InterestForm(forms.Form):
    """One entry."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("What kind of interest is it?"), choices=InterestKind.choices, widget=Radios)
    nature = forms.ChoiceField(label=_("What is at stake?"), choices=InterestNature.choices, widget=Radios)
    party = forms.CharField(
        label=_("With whom?"),
        max_length=160,
        help_text=_("The body or the relation. Do not name a child, or a person in your family."),
        error_messages={"required": _("Say with whom")},
    )
    what = forms.CharField(
        label=_("What is it?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what it is")},
    )
    organisation = forms.ModelChoiceField(
        label=_("Is it an organisation in the portal?"),
        queryset=Organisation.objects.all(),
        required=False,
        help_text=_("Then you are reminded of this entry when somebody from there proposes something."),
    )
    authority = forms.ModelChoiceField(
        label=_("Is it a local authority?"), queryset=LocalAuthority.objects.filter(ends_on=None), required=False
    )
    starts_on = DateField(label=_("Since"), error_messages={"required": _("Enter since when")})
    ends_on = DateField(label=_("Until"), required=False, help_text=_("Leave empty while it lasts."))

    def __init__(self, *args: Any, interest: Interest | None = None, **kwargs: Any) -> None:
        start: dict[str, Any] = {"token": uuid4()}
        if interest is not None:
            start = {name: getattr(interest, name) for name in FIELDS}
        super().__init__(*args, **{"initial": start, **kwargs})

    def clean(self) -> dict[str, Any]:
        """An interest ends after it starts."""
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("It cannot end before it starts"))
        return cleaned


class PolicyForm(forms.Form):
    """What the board decided about publishing its register."""

    public = forms.TypedChoiceField(
        label=_("May everybody read the register?"),
        choices=[("no", _("No: the board’s own people only")), ("yes", _("Yes: it is on the board’s public page"))],
        coerce=lambda value: value == "yes",
        widget=Radios,
    )
    reason = ReasonField(label=_("When and how did the board decide this?"))
