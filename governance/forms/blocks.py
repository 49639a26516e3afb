"""Testing, withdrawing, resolving and restating a block, and writing down what is done about it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.enums.blocks import BlockStepKind
from governance.forms.rounds import LONGEST
from portal.ui.forms import Radios


class FindingForm(forms.Form):
    """What somebody found of a block."""

    holds = forms.TypedChoiceField(
        label=_("Does its ground hold?"),
        choices=[("yes", _("Yes: the block stands")), ("no", _("No: it does not rest on this ground"))],
        coerce=lambda value: value == "yes",
        widget=Radios(
            hints={
                "yes": _("You need not agree with the objector, only find that it is about this ground."),
                "no": _("Three others, of two constituencies at least, have to say so, and nobody the opposite."),
            }
        ),
        error_messages={"required": _("Choose what you find")},
    )
    reason = forms.CharField(
        label=_("Why do you find so?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why you find so")},
    )


class WithdrawBlockForm(forms.Form):
    """Taking a block back."""

    reason = forms.CharField(
        label=_("Why do you withdraw it?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Say what changed. Your block and your reasons stay on the record."),
        error_messages={"required": _("Say why you withdraw it")},
    )


class BlockStepForm(forms.Form):
    """One step of resolution."""

    mark_optional = False

    kind = forms.ChoiceField(
        label=_("What happened?"), widget=Radios, error_messages={"required": _("Choose what happened")}
    )
    text = forms.CharField(
        label=_("Say in a few words what was said or done"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The board and the objector read it with your name. Write no child’s name."),
        error_messages={"required": _("Say what was said or done")},
    )
    with_objector = forms.BooleanField(
        label=_("The objector was there"), required=False, help_text=_("For a meeting or a talk.")
    )

    def __init__(self, *args: Any, kinds: Sequence[BlockStepKind], by_objector: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        if by_objector:
            del self.fields["with_objector"]

    def step(self) -> dict[str, Any]:
        """Return what the action is given."""
        cleaned = self.cleaned_data
        return {
            "kind": BlockStepKind(cleaned["kind"]),
            "text": cleaned["text"],
            "with_objector": bool(cleaned.get("with_objector")),
        }


class RestateForm(forms.Form):
    """What stands on record in place of a block that was not upheld."""

    as_ = forms.ChoiceField(
        label=_("How shall it go on record?"),
        choices=[
            (BlockStepKind.STOOD_ASIDE.value, _("I stand aside")),
            (BlockStepKind.DISSENT.value, _("I dissent, and want it recorded")),
        ],
        widget=Radios(
            hints={
                BlockStepKind.STOOD_ASIDE.value: _("I cannot support this, and will not stop the others."),
                BlockStepKind.DISSENT.value: _("I still think it is wrong. The others can go on."),
            }
        ),
        error_messages={"required": _("Choose how it goes on record")},
    )
    reason = forms.CharField(
        label=_("In your own words"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "They are kept with the decision: with your name for the board, without it for the public."
            " Do not write who you are or name a child."
        ),
        error_messages={"required": _("Say it in your own words")},
    )


class ResolveBlockForm(forms.Form):
    """What in the new version resolves one's block."""

    reason = forms.CharField(
        label=_("What in it resolves your block?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what in the new version resolves it")},
    )
