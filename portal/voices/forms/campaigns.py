"""Setting a campaign up, making cards, writing questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui.forms import Checkboxes, DateField
from portal.voices.enums.campaigns import CampaignKind, QuestionKind
from portal.voices.models import Place, QuestionSetVersion

# A campaign about a proposal is begun on the proposal's page, so that it belongs to it, and one about what became of an
# action plan on the plan's. So can one before a visit, but whoever may not know of reviews can still ask in one home.
FREE = [row for row in CampaignKind.choices if row[0] not in (CampaignKind.PROPOSAL, CampaignKind.PROGRESS)]


class BeginForm(forms.Form):
    """A new campaign."""

    title = forms.CharField(label=_("What do you ask?"), help_text=_("Young people read this title."), max_length=200)
    kind = forms.ChoiceField(label=_("What does it belong to?"), choices=FREE, widget=forms.RadioSelect)
    place = forms.ModelChoiceField(
        label=_("One home only?"),
        help_text=_("Leave it empty when cards go to several homes. Before a visit, choose the home."),
        queryset=Place.objects.order_by("name"),
        required=False,
        empty_label=_("Several homes"),
    )


class TitleForm(forms.Form):
    """A new campaign about a review or a proposal."""

    title = forms.CharField(label=_("What do you ask?"), help_text=_("Young people read this title."), max_length=200)


class BoxesForm(forms.Form):
    """The four boxes, and the days."""

    title = forms.CharField(label=_("Title"), max_length=200)
    space = forms.CharField(
        label=_("Space: how can they say it, where, and with whom?"),
        help_text=_("For example: on any phone, alone or with an advocate, for as long as they like."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    voice = forms.CharField(
        label=_("Voice: in what ways, and who helps?"),
        help_text=_("For example: words, faces, a drawing, a recording; on paper with an independent helper."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    audience = forms.CharField(
        label=_("Audience: who must listen?"), help_text=_("A role, not a name."), max_length=200, required=False
    )
    audience_by = DateField(label=_("Audience: by when will they answer?"), required=False)
    can_change = forms.CharField(
        label=_("Influence: what can it change?"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    cannot_change = forms.CharField(
        label=_("Influence: what can it not change, and why?"),
        help_text=_("Say it honestly now, not afterwards."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    opens_on = DateField(label=_("First day"), required=False)
    closes_on = DateField(
        label=_("First day on which nothing can be said any more"),
        help_text=_("Leave it empty for a campaign that stays open."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        data: dict[str, Any] = super().clean() or {}
        opens, closes = data.get("opens_on"), data.get("closes_on")
        if opens and closes and closes <= opens:
            self.add_error("closes_on", _("It must close after it opens."))
        return data


class SetsForm(forms.Form):
    """Which published questions are asked."""

    versions = forms.ModelMultipleChoiceField(
        label=_("What is asked of whom"), queryset=QuestionSetVersion.objects.none(), widget=Checkboxes, required=False
    )

    def __init__(self, *args: Any, versions: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["versions"].queryset = versions  # type: ignore[attr-defined]


class CardsForm(forms.Form):
    """A batch of cards."""

    place = forms.ModelChoiceField(
        label=_("For which home?"),
        queryset=Place.objects.order_by("name"),
        required=False,
        empty_label=_("No one home"),
    )
    number = forms.IntegerField(
        label=_("How many?"), help_text=_("One for each person, and a few more."), min_value=1, max_value=200
    )
    expires_on = DateField(label=_("Good until"))


class QuestionsForm(forms.Form):
    """A version of a set as lines of text: kind | core question | question | hint."""

    introduction = forms.CharField(label=_("Introduction"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    lines = forms.CharField(
        label=_("Questions, one a line"),
        help_text=_(
            "Each line: kind | core question | question | hint. Kinds: faces, pictures, yes_no, short, long, drawing, "
            "recording. The core question is one word that is the same for every age, such as safe; it may be empty."
        ),
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "true"}),
    )

    def clean_lines(self) -> list[dict[str, Any]]:
        """Read the lines, and name every one that cannot be read."""
        rows, wrong = [], []
        for n, line in enumerate(self.cleaned_data["lines"].splitlines(), start=1):
            if not line.strip():
                continue
            cells = [cell.strip() for cell in [*line.split("|"), "", "", ""][:4]]
            if cells[0] not in QuestionKind.values:
                wrong.append(_("Line %(n)d: “%(kind)s” is no kind of question.") % {"n": n, "kind": cells[0]})
            elif not cells[2] or len(cells[2]) > 300:
                wrong.append(_("Line %(n)d: the question is missing, or longer than 300 letters.") % {"n": n})
            elif cells[1] and not cells[1].replace("-", "").isalnum():
                wrong.append(_("Line %(n)d: the core question is one word in small letters.") % {"n": n})
            else:
                rows.append({"kind": cells[0], "core": cells[1], "text": cells[2], "hint": cells[3]})
        if wrong:
            raise forms.ValidationError(wrong)
        return rows
