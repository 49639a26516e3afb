"""Opening and extending a round, saying where one stands, testing a block."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.enums.rounds import BlockGround, RecordedHow, RevealPolicy, RoundKind, Stance
from portal.ui.forms import DateField, Radios, TimeField

LONGEST = 4000
EVENING = time(18)

STANCE_HINTS: dict[str, Any] = {
    Stance.AGREE: _("I support this. I can add why."),
    Stance.RESERVATIONS: _("I support this, and want what worries me on the record."),
    Stance.STAND_ASIDE: _("I cannot support this, and will not stop the others."),
    Stance.BLOCK: _("This must not go ahead: it goes against our principles or duties, or does serious harm."),
}
KIND_HINTS: dict[str, Any] = {
    RoundKind.SENSE_CHECK: _("To see where people are. Nothing is decided by it."),
    RoundKind.CONSENSUS_TEST: _("Can the board agree to this version?"),
    RoundKind.RATIFICATION: _("Does the board stand by what was decided urgently?"),
}
REVEAL_HINTS: dict[str, Any] = {
    RevealPolicy.ALWAYS: _("Everybody sees the others at once."),
    RevealPolicy.AFTER_OWN: _("Nobody is led by the others: you see them once you have spoken, and can still change."),
    RevealPolicy.AFTER_CLOSE: _("Nobody waits to see how it goes: all positions are shown together at the end."),
}
GROUND_HINTS: dict[str, Any] = {
    BlockGround.PRINCIPLE: _("Say in your reason which one."),
    BlockGround.DUTY: _("Say in your reason which law, rule or safeguarding duty."),
    BlockGround.HARM: _("Not only to you or your constituency."),
}
MISSING_REASON = {
    Stance.RESERVATIONS: _("Say what your reservations are"),
    Stance.STAND_ASIDE: _("Say why you stand aside"),
    Stance.BLOCK: _("Say why you block"),
}


def reason_field() -> forms.CharField:
    """Return the box for a reason; whether it may stay empty depends on the position."""
    return forms.CharField(
        label=_("Your reason"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Needed unless you agree. The board reads it with your name. If the decision is public, your reason is"
            " published without your name, so do not write who you are or name a child."
        ),
    )


class PositionForm(forms.Form):
    """Where somebody stands: four choices and a reason. A block goes on to a page of its own."""

    # The hint says when the reason is needed: "optional" would be half the truth.
    mark_optional = False

    stance = forms.ChoiceField(
        label=_("Where do you stand?"),
        choices=Stance.choices,
        widget=Radios(hints=STANCE_HINTS, reveals={Stance.STAND_ASIDE.value: "will_help"}),
        error_messages={"required": _("Choose where you stand")},
    )
    will_help = forms.TypedChoiceField(
        label=_("If it goes ahead, will you help to carry it out?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=Radios(inline=True),
    )
    reason = reason_field()

    def clean(self) -> dict[str, Any]:
        """Every position but agreement carries its reason; a block is asked for it on its own page."""
        cleaned = super().clean() or {}
        stance = cleaned.get("stance")
        if stance in (Stance.RESERVATIONS, Stance.STAND_ASIDE) and not cleaned.get("reason"):
            self.add_error("reason", MISSING_REASON[Stance(stance)])
        return cleaned

    def stand(self) -> dict[str, Any]:
        """Return what the action is given."""
        cleaned = self.cleaned_data
        return {
            "stance": Stance(cleaned["stance"]),
            "reason": cleaned["reason"],
            "will_help": cleaned["will_help"],
        }


class BlockForm(forms.Form):
    """The second page of a block: its ground, its reasoning, what would remove it and the objector's part."""

    stance = forms.CharField(widget=forms.HiddenInput, initial=Stance.BLOCK)
    confirmed = forms.CharField(widget=forms.HiddenInput, initial="block")
    ground = forms.ChoiceField(
        label=_("What does the block rest on?"),
        choices=BlockGround.choices,
        widget=Radios(hints=GROUND_HINTS),
        error_messages={"required": _("Choose what the block rests on")},
    )
    reason = forms.CharField(
        label=_("Your reasoning"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("How does this proposal do that? The board reads it with your name."),
        error_messages={"required": MISSING_REASON[Stance.BLOCK]},
    )
    removal_condition = forms.CharField(
        label=_("What would remove the block?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What would have to be different for you to be able to live with it."),
        error_messages={"required": _("Say what would remove the block")},
    )
    objector_part = forms.CharField(
        label=_("What will you do to help resolve it?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: write another wording, meet the proposer, find somebody who knows."),
        error_messages={"required": _("Say what you will do to help resolve it")},
    )

    def stand(self) -> dict[str, Any]:
        """Return what the action is given."""
        cleaned = self.cleaned_data
        return {
            "stance": Stance.BLOCK,
            **{name: cleaned[name] for name in ("reason", "ground", "removal_condition", "objector_part")},
        }


class HowForm(forms.Form):
    """How a position reached the secretary."""

    how = forms.ChoiceField(
        label=_("How did they tell you?"),
        choices=[
            (RecordedHow.TELEPHONE.value, _("By telephone")),
            (RecordedHow.MEETING.value, _("In the meeting")),
        ],
        widget=Radios(inline=True),
        error_messages={"required": _("Choose how they told you")},
    )


class RecordedPositionForm(HowForm, PositionForm):
    """A position as the secretary enters it."""

    field_order = ["how", "stance", "will_help", "reason"]


class RecordedBlockForm(HowForm, BlockForm):
    """A block as the secretary enters it."""

    field_order = ["how", "ground", "reason", "removal_condition", "objector_part"]


class ClosingForm(forms.Form):
    """A day and a time."""

    closes_on = DateField(label=_("Closes on"), error_messages={"required": _("Enter the day it closes")})
    closes_time = TimeField(
        label=_("At"), help_text=_("For example 5pm"), error_messages={"required": _("Enter the time it closes")}
    )

    def closes_at(self) -> datetime:
        """Return the moment, in the portal's own time zone."""
        on, time = self.cleaned_data["closes_on"], self.cleaned_data["closes_time"]
        return timezone.make_aware(datetime.combine(on, time))


class OpenRoundForm(ClosingForm):
    """What is tested, and until when. Nobody is recused by the chair alone: that needs a declaration of their own."""

    kind = forms.ChoiceField(
        label=_("What kind of round is it?"),
        widget=Radios(hints=KIND_HINTS),
        error_messages={"required": _("Choose what kind of round it is")},
    )
    reveal = forms.ChoiceField(
        label=_("When are others’ positions seen?"),
        required=False,
        widget=Radios(hints=REVEAL_HINTS),
        help_text=_("The first is what the board’s rules say. For this round you can choose a stricter way."),
    )
    field_order = ["kind", "closes_on", "closes_time", "reveal"]

    def reveal_policy(self) -> RevealPolicy | None:
        """Return what was chosen; None leaves it to the board's rules."""
        chosen = self.cleaned_data.get("reveal")
        return RevealPolicy(chosen) if chosen else None

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        kinds: Sequence[RoundKind],
        closes_at: datetime,
        reveals: Sequence[RevealPolicy] = (),
    ) -> None:
        local = timezone.localtime(closes_at)
        if local.time() > EVENING:
            local += timedelta(days=1)
        start = {"closes_on": local.date(), "closes_time": EVENING, "kind": kinds[-1] if kinds else ""}
        if reveals:
            start["reveal"] = reveals[0]
        super().__init__(data, initial=start)
        if len(reveals) < 2:
            del self.fields["reveal"]
        else:
            self.fields["reveal"].choices = [(one.value, one.label) for one in reveals]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]


class ExtendForm(ClosingForm):
    """More time, and why."""

    reason = forms.CharField(
        label=_("Why is more time needed?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why more time is needed")},
    )


class ConfirmForm(forms.Form):
    """Nothing to fill in: the button is the answer."""
