"""Who hosts a service, and what it says of its practice."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peerreview.enums.hosts import HostKind
from peerreview.enums.profiles import Therapy
from portal.people.forms.fields import EmailAddressField, ReasonField
from portal.people.models import User
from portal.ui.forms import DateField


class NameHostForm(forms.Form):
    """Somebody with an account becomes host; the lead's own form offers staff alone."""

    person = EmailAddressField(
        label=_("Their e-mail address"), help_text=_("They need an account. An administrator invites people.")
    )
    kind = forms.ChoiceField(label=_("As"), choices=HostKind.choices, widget=forms.RadioSelect)
    starts_on = DateField(label=_("From"))
    reason = ReasonField()

    def __init__(self, *args: Any, names_leads: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not names_leads:
            self.fields["kind"].choices = [(HostKind.STAFF.value, HostKind.STAFF.label)]  # type: ignore[attr-defined]
            self.fields["kind"].initial = HostKind.STAFF

    def clean_person(self) -> User:
        """Find the account; whether it may host is the action's question."""
        found = User.objects.filter(email__iexact=self.cleaned_data["person"], is_active=True).first()
        if found is None:
            raise forms.ValidationError(
                _("Nobody with this address has an account. Ask an administrator to invite them.")
            )
        return found

    def clean_kind(self) -> HostKind:
        """Return the kind itself."""
        return HostKind(self.cleaned_data["kind"])


class EndHostForm(forms.Form):
    """The first day without it."""

    ends_on = DateField(label=_("First day without it"))
    reason = ReasonField()


def _text(label: Any, *, required: bool = False, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=4000, widget=forms.Textarea, help_text=hint)


class ProfileForm(forms.Form):
    """What a service says of its practice; ``after`` is the version that was read."""

    after = forms.IntegerField(widget=forms.HiddenInput)
    practice_model = _text(_("How we work"), required=True)
    theory = _text(_("What we rest it on"))
    education = _text(_("How education is joined to it"))
    therapy = forms.ChoiceField(label=_("Where therapy comes from"), choices=Therapy.choices, widget=forms.RadioSelect)
    therapy_text = _text(_("More about therapy"))
    discipline = _text(_("Discipline"))
    risk = _text(_("How we think about risk"))
    needs = _text(_("The needs we serve"), hint=_("Never anything about a child who lives with you."))
    group_size = forms.CharField(
        label=_("Size of the group"),
        required=False,
        max_length=120,
        help_text=_("Reviewers read it. It is never public."),
    )
