"""What is asked to make a network report: why it is computed, its words, the network's own action points."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from governance.models import Board
from peerreview.domain.withholding import FEWEST
from peerreview.enums.aggregates import PointStatus
from peerreview.models import NetworkActionPoint
from portal.people.forms.fields import ReasonField
from portal.ui.forms import DateField

MOST = 50


class FirstComputingForm(forms.Form):
    """How many services a number must be of, chosen once."""

    fewest = forms.IntegerField(
        label=_("Fewest services a number may be of"),
        help_text=_("At least five. It cannot be changed later: a smaller number would tell what was withheld."),
        initial=FEWEST,
        validators=[MinValueValidator(FEWEST), MaxValueValidator(MOST)],
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )


class ComputeAgainForm(forms.Form):
    """Why it is computed again."""

    reason = ReasonField(label=_("Why is it computed again?"))


class WordsForm(forms.Form):
    """The summary, and the one in plain words."""

    mark_optional = False
    summary = forms.CharField(
        label=_("Summary"),
        help_text=_("What the year shows, what the network learns from it. A blank line begins a new paragraph."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    plain_summary = forms.CharField(
        label=_("In plain words"),
        help_text=_("As young people would read it: what goes well, what should get better, what we will do."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class PointForm(forms.Form):
    """One thing the network will do."""

    text = forms.CharField(label=_("What will be done?"), widget=forms.Textarea(attrs={"rows": 3}))
    board = forms.ModelChoiceField(
        label=_("Whose is it?"),
        queryset=Board.objects.filter(dissolved_on=None).order_by("-kind", "name"),
        required=False,
        empty_label=_("The programme"),
    )
    due_on = DateField(label=_("By when?"))
    base = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)


class NewPointForm(PointForm):
    """A new point, which may carry on one of last time."""

    carried_from = forms.ModelChoiceField(
        label=_("Does it carry on a point of last time?"),
        queryset=NetworkActionPoint.objects.none(),
        required=False,
        empty_label=_("No"),
    )
    field_order = ("text", "board", "due_on", "carried_from")

    def __init__(self, *args: Any, carriable: Sequence[NetworkActionPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["carried_from"]
        field.queryset = NetworkActionPoint.objects.filter(pk__in=[one.pk for one in carriable]).order_by("n")
        field.label_from_instance = lambda one: f"{one.n}. {one.text[:100]}"
        if not carriable:
            del self.fields["carried_from"]


class UpdateForm(forms.Form):
    """What became of a point."""

    status = forms.ChoiceField(label=_("Where does it stand?"), choices=PointStatus.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What became of it?"),
        help_text=_("Everybody reads it beside what was said before. Nobody is named."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PublishForm(forms.Form):
    """The number of the draft that was read."""

    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
