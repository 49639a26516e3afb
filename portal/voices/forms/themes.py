"""Looking for what was heard; writing themes and answers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui.forms import Checkboxes, DateField
from portal.voices.enums.campaigns import Speaker
from portal.voices.enums.themes import AnswerKind
from portal.voices.models import Campaign, Statement

WAITING = "waiting"


class FilterForm(forms.Form):
    """Narrowing the wall."""

    mark_optional = False
    speaker = forms.ChoiceField(label=_("Who said it"), required=False)
    kind = forms.ChoiceField(label=_("Answer"), required=False)
    campaign = forms.ChoiceField(label=_("What was asked"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(
        self, *args: Any, campaigns: Iterable[Campaign], topics: Iterable[str], years: Iterable[int], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        everything = [("", _("All"))]
        choices: dict[str, list[Any]] = {
            "speaker": list(Speaker.choices),
            "kind": [(WAITING, _("Not answered yet")), *AnswerKind.choices],
            "campaign": [(one.slug, one.title) for one in campaigns],
            "topic": [(one, one.replace("-", " ").capitalize()) for one in topics],
            "year": [(str(year), str(year)) for year in years],
        }
        for name, values in choices.items():
            self.fields[name].choices = [*everything, *values]  # type: ignore[attr-defined]


class ThemeForm(forms.Form):
    """A theme in one's own words, and what it is made of."""

    title = forms.CharField(
        label=_("What we heard, in one sentence"),
        help_text=_("In your own words. Nobody must be known by it."),
        max_length=200,
    )
    text = forms.CharField(label=_("More about it"), required=False, widget=forms.Textarea(attrs={"rows": 5}))
    easy = forms.CharField(
        label=_("The same in plain words"),
        help_text=_("So that a child of eight understands it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    topic = forms.SlugField(
        label=_("Topic"), help_text=_("One word in small letters, such as food, family or phones."), required=False
    )
    statements = forms.ModelMultipleChoiceField(
        label=_("What it is made of"), queryset=Statement.objects.none(), widget=Checkboxes
    )

    def __init__(self, *args: Any, statements: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["statements"].queryset = statements  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """One of the five honest answers."""

    kind = forms.ChoiceField(label=_("Answer"), choices=AnswerKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("What, and why"), widget=forms.Textarea(attrs={"rows": 5}))
    easy = forms.CharField(
        label=_("The same in plain words"),
        help_text=_("This is what young people read."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    by_when = DateField(
        label=_("By when"), help_text=_("A promise has a day: when something is done, or asked again."), required=False
    )
    role = forms.CharField(
        label=_("Who answers, by role"), help_text=_("For example: the North West board. No names."), max_length=200
    )
    decision = forms.CharField(
        label=_("Number of the decision it rests on"), required=False, max_length=30, help_text=_("If there is one.")
    )
