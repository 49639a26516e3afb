"""Beginning and ending fallback steps, ending without agreement, referring to another board."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.actions.fallbacks import Plan
from governance.domain.fallbacks import LEADS_TO
from governance.enums.fallbacks import FallbackKind, FallbackOutcome
from governance.forms.rounds import LONGEST
from governance.models import Board
from governance.queries.positions import Line
from portal.people.models import User
from portal.ui.forms import Checkboxes, DateField, Radios

WHAT: dict[FallbackKind, tuple[Any, Any]] = {
    FallbackKind.TRIAL: (_("What is tried?"), _("The newest version, for a limited time. Where, with whom, how much.")),
    FallbackKind.SMALL_GROUP: (
        _("What is the group to bring back?"),
        _("For example: a text both sides can live with."),
    ),
    FallbackKind.FACILITATED: (_("What is the session about?"), _("The question you are stuck on, in one sentence.")),
    FallbackKind.NATIONAL: (
        _("What do you ask the National Steering Group?"),
        _("It gets the same text, word for word."),
    ),
}
UNTIL: dict[FallbackKind, Any] = {
    FallbackKind.TRIAL: _("The trial ends on"),
    FallbackKind.SMALL_GROUP: _("The group comes back by"),
    FallbackKind.FACILITATED: _("Day of the session"),
    FallbackKind.NATIONAL: _("We hope for an answer by"),
}


def words(label: Any, hint: Any = "", *, required: str | Any = "", rows: int = 3) -> forms.CharField:
    """Return a box for a few sentences; ``required`` says what is wrong when it is empty."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(required),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required} if required else None,
    )


class ReasonedForm(forms.Form):
    """Why, in a few sentences."""

    reason = words(_("Why?"), _("The board reads it with your name."), required=_("Say why"))


class StepForm(forms.Form):
    """What a step is to do, until when and why; with what its kind needs and nothing else."""

    mark_optional = False

    what = words("", required=_("Say what is to be done"))
    due_on = DateField(error_messages={"required": _("Enter the day")})
    reason = words(_("Why this step?"), required=_("Say why this step"))

    def __init__(
        self,
        data: Any = None,
        *,
        kind: FallbackKind,
        skipping: Sequence[FallbackKind],
        lines: Iterable[Line] = (),
        facilitators: Iterable[User] = (),
    ) -> None:
        super().__init__(data)
        self.fields["what"].label, self.fields["what"].help_text = WHAT[kind]
        self.fields["due_on"].label = UNTIL[kind]
        if kind is FallbackKind.TRIAL:
            self.fields["measure"] = words(
                _("How will we know whether it worked?"),
                _("Something that can be seen or counted. It becomes part of the text."),
                required=_("Say how we will know whether the trial worked"),
            )
        if kind is FallbackKind.SMALL_GROUP:
            self.fields["members"] = forms.MultipleChoiceField(
                label=_("Who is in the group?"),
                choices=[(str(line.entitlement.person_id), _member(line)) for line in lines],
                widget=Checkboxes,
                help_text=_("Of two constituencies at least, and not only those who agree."),
                error_messages={"required": _("Choose who is in the group")},
            )
            self.fields["without_objector"] = words(
                _("If whoever blocks is not in it: why not?"), _("They should be, if they are willing.")
            )
        if kind is FallbackKind.FACILITATED:
            self.fields["facilitator"] = forms.ModelChoiceField(
                label=_("Who facilitates?"),
                queryset=User.objects.filter(pk__in=[one.pk for one in facilitators]).order_by("name", "pk"),
                required=False,
                empty_label=_("Somebody from outside"),
                help_text=_("Nobody who proposes it, blocks it or has to carry it out."),
            )
            self.fields["facilitator_name"] = forms.CharField(
                label=_("If somebody from outside: their name"), required=False, max_length=120
            )
        if skipping:
            names = ", ".join(str(one.label).lower() for one in skipping)
            self.fields["why_skipped"] = words(
                _("Why are the steps before it passed over?"),
                _("The board’s rules name first: %(steps)s.") % {"steps": names},
                required=_("Say why the steps before it are passed over"),
            )
        self.order_fields(["what", "measure", "members", "without_objector", "facilitator", "facilitator_name"])

    def clean(self) -> dict[str, Any]:
        """A session has somebody who facilitates it."""
        cleaned = super().clean() or {}
        if "facilitator" in self.fields and not cleaned.get("facilitator") and not cleaned.get("facilitator_name"):
            self.add_error("facilitator_name", _("Name who facilitates"))
        return cleaned

    def plan(self) -> Plan:
        """Return what the action is given."""
        cleaned = self.cleaned_data
        return Plan(
            what=cleaned["what"],
            due_on=cleaned["due_on"],
            measure=cleaned.get("measure", ""),
            members=[int(pk) for pk in cleaned.get("members", [])],
            without_objector=cleaned.get("without_objector", ""),
            facilitator=cleaned.get("facilitator"),
            facilitator_name=cleaned.get("facilitator_name", ""),
        )


def _member(line: Line) -> str:
    stands = line.position.get_stance_display() if line.position else _("took no position")
    return f"{line.entitlement.person.name}, {line.entitlement.constituency.name}: {str(stands).lower()}"


class EndStepForm(forms.Form):
    """What came of a step."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        widget=Radios(
            hints={
                FallbackOutcome.DISCUSSION.value: _("The proposal is discussed again, and can be tested again."),
                FallbackOutcome.NOTHING.value: _("The next step follows; after the last one things stay as they are."),
            }
        ),
        error_messages={"required": _("Choose what came of it")},
    )
    result = words(_("Say it in a few sentences"), required=_("Say what came of it"), rows=4)

    def __init__(self, data: Any = None, *, kind: FallbackKind) -> None:
        super().__init__(data)
        field = cast("forms.ChoiceField", self.fields["outcome"])
        # A text is not chosen here: publishing it ends the step.
        field.choices = [(one.value, one.label) for one in LEADS_TO[kind] if one is not FallbackOutcome.TEXT]


class NotAgreedForm(forms.Form):
    """Ending at the end of the steps."""

    reason = words(
        _("Why could the board not agree, and what stays as it is?"),
        _("It stands on the proposal’s page. What worries people is recorded as unresolved."),
        required=_("Say why the board could not agree"),
        rows=4,
    )

    def __init__(self, data: Any = None, *, skipping: Sequence[FallbackKind]) -> None:
        super().__init__(data)
        if skipping:
            names = ", ".join(str(one.label).lower() for one in skipping)
            self.fields["why_skipped"] = words(
                _("Why are the steps that are left passed over?"),
                _("The board’s rules name also: %(steps)s.") % {"steps": names},
                required=_("Say why the steps that are left are passed over"),
            )


class ReferForm(forms.Form):
    """Which board, and why it is theirs."""

    to_board = forms.ModelChoiceField(
        label=_("To which board?"),
        queryset=Board.objects.none(),
        empty_label=_("Choose a board"),
        error_messages={"required": _("Choose a board")},
    )
    reason = words(
        _("Why is it theirs to decide?"),
        _("Both boards read it. The text goes word for word, and as confidential as it is here."),
        required=_("Say why it is referred"),
    )

    def __init__(self, data: Any = None, *, boards: Iterable[Board]) -> None:
        super().__init__(data)
        field = cast("forms.ModelChoiceField[Board]", self.fields["to_board"])
        field.queryset = Board.objects.filter(pk__in=[board.pk for board in boards]).order_by("-kind", "name")
