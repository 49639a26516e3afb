"""Writing a proposal: one form with as many clauses as wanted, rearranged by buttons, with or without JavaScript."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Self, cast
from uuid import uuid4

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from governance.domain.versions import MOST_CLAUSES, ClauseInput, Wording
from governance.enums.proposals import Confidentiality, ProposalKind
from governance.models import Clause, Proposal
from portal.people.models import User
from portal.ui.forms import DateField, Radios

KIND_HINTS: dict[str, Any] = {
    ProposalKind.ORDINARY: _("Most things."),
    ProposalKind.RESERVED: _(
        "What the cooperative’s rules keep for the whole board: its constitution, budget and members."
    ),
    ProposalKind.URGENT: _("Cannot wait for the next meeting. It needs ratifying afterwards."),
    ProposalKind.PROCEDURAL: _("How the board does its work, such as dates. Absent members get no extra time."),
}
READER_HINTS: dict[str, Any] = {
    Confidentiality.OPEN: _("The board, its observers and the members of its constituencies. The decision is public."),
    Confidentiality.MEMBERS: _("Trustees and the secretary. The decision is not public."),
    Confidentiality.RESTRICTED: _("Trustees and the secretary, unless they have a conflict of interest."),
}


class ClauseRow(NamedTuple):
    """The fields of one clause, for the template."""

    number: int
    place: int
    key: BoundField
    heading: BoundField
    text: BoundField
    is_first: bool
    is_last: bool


class ProposalForm(forms.Form):
    """A draft. Nothing but the title must be there: the rest is asked for when a version is published."""

    title = forms.CharField(
        label=_("Title"),
        max_length=160,
        help_text=_("Say what would be different, such as “Keep one emergency bed in every home”."),
    )
    summary = forms.CharField(
        label=_("What is this about, and why now?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        help_text=_("A few sentences that somebody who was not at the last meeting understands."),
    )
    kind = forms.ChoiceField(
        label=_("What sort of decision is it?"),
        choices=ProposalKind.choices,
        widget=Radios(hints=KIND_HINTS),
        initial=ProposalKind.ORDINARY,
    )
    confidentiality = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=Confidentiality.choices,
        widget=Radios(hints=READER_HINTS),
        initial=Confidentiality.OPEN,
    )
    affects_children = forms.BooleanField(
        label=_("It affects children"),
        required=False,
        help_text=_("Then the record must say how their views were considered."),
    )
    implementer = forms.ModelChoiceField(
        label=_("Whose help is it impossible without?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody in particular"),
        help_text=_("The trustee without whom it cannot be carried out. They can agree or block, but not stand aside."),
    )
    expected = forms.CharField(widget=forms.HiddenInput, required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    clauses = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        trustees: Sequence[User] = (),
        wording: Wording | None = None,
        proposal: Proposal | None = None,
        dropped: Sequence[Clause] = (),
        rows: Sequence[Mapping[str, Any]] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        """Begin empty, from what stands (``wording`` of ``proposal``), from a post, or rearranged (``rows``)."""
        self.settled = proposal is not None and proposal.version_count > 0
        if rows is None and data is not None:
            rows = list(_posted_rows(data))
        if rows is None and wording is not None:
            rows = [{"key": it.key, "heading": it.heading, "text": it.text} for it in wording.clauses]
        self.rows = list(rows or [])[:MOST_CLAUSES] or [{}]
        self.dropped = dropped
        start: dict[str, Any] = {"token": uuid4(), "clauses": len(self.rows)}
        if wording is not None:
            start |= {"title": wording.title, "summary": wording.summary}
        if proposal is not None:
            names = ("kind", "confidentiality", "affects_children")
            start |= {name: getattr(proposal, name) for name in names} | {"implementer": proposal.implementer_id}
        super().__init__(data, initial={**start, **(initial or {})})
        implementer = cast("forms.ModelChoiceField[User]", self.fields["implementer"])
        implementer.queryset = User.objects.filter(pk__in=[person.pk for person in trustees]).order_by("name", "pk")
        if self.settled:
            for name in ("kind", "confidentiality", "affects_children", "implementer"):
                del self.fields[name]
        for index, row in enumerate(self.rows):
            self._add_row(index, row)

    def _add_row(self, index: int, row: Mapping[str, Any]) -> None:
        number = index + 1
        self.fields[f"key_{index}"] = forms.IntegerField(
            widget=forms.HiddenInput, required=False, initial=row.get("key")
        )
        self.fields[f"heading_{index}"] = forms.CharField(
            label=_("Clause %(number)s: heading") % {"number": number},
            max_length=160,
            required=False,
            initial=row.get("heading"),
        )
        self.fields[f"text_{index}"] = forms.CharField(
            label=_("Clause %(number)s: text") % {"number": number},
            widget=forms.Textarea(attrs={"rows": 4}),
            required=False,
            initial=row.get("text"),
        )

    @property
    def clause_rows(self) -> list[ClauseRow]:
        """Return the clauses' fields in their order."""
        last = len(self.rows) - 1
        return [
            ClauseRow(
                index + 1,
                index,
                self[f"key_{index}"],
                self[f"heading_{index}"],
                self[f"text_{index}"],
                index == 0,
                index == last,
            )
            for index in range(len(self.rows))
        ]

    def clause_inputs(self) -> list[ClauseInput]:
        """Return the clauses as written; boxes left empty are not clauses."""
        found = []
        for index in range(len(self.rows)):
            heading, text = self.cleaned_data[f"heading_{index}"], self.cleaned_data[f"text_{index}"]
            if heading or text:
                found.append(ClauseInput(heading, text, self.cleaned_data[f"key_{index}"]))
        return found

    def wording(self) -> Wording:
        """Return the text as written."""
        return Wording(self.cleaned_data["title"], self.cleaned_data["summary"], tuple(self.clause_inputs()))

    def about(self) -> dict[str, Any]:
        """Return what sort of proposal it is, or nothing once that is settled."""
        if self.settled:
            return {}
        data = self.cleaned_data
        return {
            "kind": ProposalKind(data["kind"]),
            "confidentiality": Confidentiality(data["confidentiality"]),
            "affects_children": data["affects_children"],
            "implementer": data["implementer"],
        }

    @property
    def can_be_put_back(self) -> list[Clause]:
        """Return the clauses left out earlier that do not stand in the form again."""
        here = {str(row.get("key")) for row in self.rows}
        return [clause for clause in self.dropped if str(clause.pk) not in here]

    def rearranged(self, do: str, *, trustees: Sequence[User], proposal: Proposal | None) -> Self:
        """Return the same form, everything typed kept and nothing judged, with one clause added, moved or gone."""
        rows = list(self.rows)
        verb, _sep, where = do.partition("-")
        place = int(where) if where.isdecimal() else -1
        if verb == "add" and len(rows) < MOST_CLAUSES:
            rows.append({})
        elif verb == "back" and len(rows) < MOST_CLAUSES:
            rows += [
                {"key": clause.pk, "heading": clause.heading, "text": clause.text}
                for clause in self.can_be_put_back
                if clause.pk == place
            ]
        elif verb == "remove" and 0 <= place < len(rows):
            del rows[place]
        elif verb in ("up", "down") and 0 <= place < len(rows):
            other = min(max(place + (1 if verb == "down" else -1), 0), len(rows) - 1)
            rows[place], rows[other] = rows[other], rows[place]
        names = ("title", "summary", "kind", "confidentiality", "affects_children", "implementer", "expected", "token")
        typed = {name: self.data.get(name, "") for name in names}
        typed["affects_children"] = bool(typed["affects_children"])
        return type(self)(
            trustees=trustees,
            proposal=proposal,
            dropped=self.dropped,
            rows=rows,
            initial={**typed, "clauses": len(rows) or 1},
        )


def _posted_rows(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    count = str(data.get("clauses") or "")
    for index in range(min(int(count) if count.isdecimal() and len(count) < 4 else 0, MOST_CLAUSES)):
        yield {name: data.get(f"{name}_{index}", "") for name in ("key", "heading", "text")}


class PublishForm(forms.Form):
    """Publishing a version: what changed, and which text the publisher has read."""

    change_note = forms.CharField(
        label=_("What changed, and why?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Readers of the earlier version see this first."),
    )
    after = forms.IntegerField(widget=forms.HiddenInput)
    expected = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["change_note"]


class WithdrawForm(forms.Form):
    """Taking a proposal off the table."""

    reason = forms.CharField(
        label=_("Why is it withdrawn?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody who can read the proposal sees this."),
    )


class FindProposalsForm(forms.Form):
    """Which proposals to list."""

    mark_optional = False

    q = forms.CharField(label=_("Words or number"), required=False, max_length=100)
    board = forms.ChoiceField(label=_("Board"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *ProposalKind.choices])
    needs_me = forms.BooleanField(label=_("Only what waits for me"), required=False)

    def __init__(
        self, *args: Any, boards: Sequence[tuple[str, str]] = (), states: Sequence[tuple[str, Any]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        state, board = (cast("forms.ChoiceField", self.fields[name]) for name in ("state", "board"))
        state.choices = [("", _("All")), ("under_way", _("Under way")), *states]
        board.choices = [("", _("All")), *boards]
        if len(boards) < 2:
            del self.fields["board"]


class AsOfForm(forms.Form):
    """The day somebody wants to look back to."""

    mark_optional = False

    on = DateField(label=_("Show it as it stood at the end of"), required=False)
