"""What is written when a case is brought back, appealed, questioned, and what accreditation asks."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from peerreview.domain.accreditation import Thresholds
from peerreview.enums.accreditation import RegulatoryKind
from portal.people.forms.fields import ReasonField
from portal.ui.forms import Checkboxes, DateField


class BringBackForm(forms.Form):
    """Which standards are met now, and how it was seen."""

    met_now = forms.MultipleChoiceField(
        label=_("Which standards are met now?"),
        help_text=_("Those that are not ticked keep the score of the final report."),
        required=False,
        widget=Checkboxes,
    )
    reason = forms.CharField(
        label=_("What was shown, and who looked at it?"),
        help_text=_("The panel and the service read it."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, short: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["met_now"].choices = list(short)  # type: ignore[attr-defined]
        if not short:
            del self.fields["met_now"]


class AppealForm(forms.Form):
    """Why a decision should be looked at again."""

    grounds = forms.CharField(
        label=_("Why should it be looked at again?"),
        help_text=_(
            "What was read wrongly, or not read; what the panel could not know. Others than those who decided read it."
        ),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class EventForm(forms.Form):
    """What a regulator said or did."""

    kind = forms.ChoiceField(label=_("What happened?"), choices=RegulatoryKind.choices, widget=forms.RadioSelect)
    happened_on = DateField(label=_("On which day?"))
    text = forms.CharField(
        label=_("What did the regulator say, and where can it be read?"),
        help_text=_("Nothing about a child."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class MetForm(forms.Form):
    """How it was seen that a condition is met."""

    reason = forms.CharField(
        label=_("How was it seen?"),
        help_text=_("The service and the panel read it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ThresholdsForm(forms.Form):
    """The programme's numbers."""

    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for type_ in (1, 2, 3):
            self.fields[f"type_{type_}"] = _number(
                _("Standards of type %(type)d met, of a hundred") % {"type": type_}, 100
            )
        self.fields["appeal_days"] = _number(_("Working days to appeal"), 120, least=1)
        self.fields["reason"] = ReasonField()

    def thresholds(self) -> Thresholds:
        """Return the thresholds as the rule takes them."""
        return Thresholds(*(self.cleaned_data[f"type_{type_}"] for type_ in (1, 2, 3)))


def _number(label: Any, most: int, *, least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        validators=[MinValueValidator(least), MaxValueValidator(most)],
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
