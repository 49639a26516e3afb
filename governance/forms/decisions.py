"""Writing why the board decides so, and finding decisions."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.enums.decisions import DecisionOutcome, DecisionState
from governance.models import DecisionRationale
from governance.queries.facts import RATIONALE_TEXTS
from portal.people.models import User
from portal.ui.forms import DateField


def words(label: Any, hint: Any = "", rows: int = 4) -> forms.CharField:
    """Return a box for a longer text that may stay empty for now."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class RationaleForm(forms.Form):
    """The seven points of CC27 and what a decision needs. It can be saved unfinished."""

    mark_optional = False

    reasons = words(_("The reasons in plain words"), _("Needed. What the board wants to achieve, and why this way."))
    childrens_views = words(
        _("Children’s views considered"),
        _("Needed if it affects children. What they told us, how we asked, what we did with it. No names."),
    )
    staff_views = words(_("Staff views considered"))
    informed_by = words(_("What we were informed by"), _("Papers, advice, figures, visits."))
    relevant_factors = words(_("What we took into account"))
    irrelevant_factors = words(_("What we set aside"), _("Things that were said and should not decide."), rows=2)
    reasonable_range = words(_("Which other choices were reasonable, and why not those"))
    within_powers = words(_("Within our powers"), _("Which rule lets the board decide this."), rows=2)
    good_faith = words(_("In good faith, in the cooperative’s interest"), rows=2)
    conflicts = words(_("How conflicts of interest were managed"), rows=2)
    success = words(_("How we will know that it worked"), _("Needed. Something that can be seen or counted."), rows=3)
    owner = forms.ModelChoiceField(
        label=_("Who sees to it"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Choose a person"),
        help_text=_("Needed. One person, who need not do it all."),
    )
    effective_on = DateField(
        label=_("Takes effect on"), required=False, help_text=_("Leave it empty for the day of the decision.")
    )
    review_on = DateField(label=_("To be reviewed on"), required=False, help_text=_("Needed."))
    ends_on = DateField(
        label=_("Ends by itself on"),
        required=False,
        help_text=_("Only for a trial: the first day on which it no longer holds."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        rationale: DecisionRationale | None,
        people: Sequence[User],
        review_on: date | None = None,
        conflicts: str = "",
    ) -> None:
        start: dict[str, Any] = {"review_on": review_on, "conflicts": conflicts}
        if rationale is not None:
            start = {
                name: getattr(rationale, name) for name in (*RATIONALE_TEXTS, "effective_on", "review_on", "ends_on")
            }
            start["owner"] = rationale.owner_id
            start["conflicts"] = rationale.conflicts or conflicts
        super().__init__(data, initial=start)
        owner = cast("forms.ModelChoiceField[User]", self.fields["owner"])
        keys = {person.pk for person in people} | ({rationale.owner_id} if rationale and rationale.owner_id else set())
        owner.queryset = User.objects.filter(pk__in=keys).order_by("name", "pk")

    def written(self) -> dict[str, Any]:
        """Return what the action is given."""
        return dict(self.cleaned_data)


class FindDecisionsForm(forms.Form):
    """Filters of the register."""

    mark_optional = False

    q = forms.CharField(label=_("Words in the title or the text"), required=False, max_length=100)
    board = forms.ChoiceField(label=_("Board"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    outcome = forms.ChoiceField(
        label=_("How it was reached"), required=False, choices=[("", _("Any way")), *DecisionOutcome.choices]
    )
    children = forms.BooleanField(label=_("Only what affects children"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        boards: Sequence[tuple[str, str]] = (),
        years: Sequence[int] = (),
    ) -> None:
        super().__init__(data)
        choices: dict[str, list[tuple[str, Any]]] = {
            "board": [("", _("All boards")), *boards],
            "year": [("", _("All years")), *((str(year), str(year)) for year in years)],
            "state": [("", _("Any state")), *DecisionState.choices],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]
