"""Amendments as their pages and lists show them: what each would change, said and drawn word by word."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.domain.amendments import Change, Conflict, Merged, clause_of, merge
from governance.domain.versions import ClauseInput
from governance.enums.amendments import AmendmentKind, AmendmentState
from governance.enums.proposals import ProposalState
from governance.enums.rounds import BlockState
from governance.models import (
    Amendment,
    AmendmentConcern,
    AmendmentStep,
    Block,
    ClauseText,
    Concern,
    Proposal,
    ProposalVersion,
    Round,
)
from governance.queries.versions import wording_of, working_copy, working_stamp
from portal.history.diff import Op, word_diff
from portal.statements import Kept

SHOWN = 6
A_PAGE = 20
# What still needs somebody comes first.
RANK = (AmendmentState.PROPOSED, AmendmentState.OUTDATED, AmendmentState.MERGED)


@dataclass(frozen=True)
class Shown:
    """One amendment with the clause as the version it is about has it."""

    amendment: Any

    @property
    def about(self) -> str:
        """Say which part of the text it is about."""
        amendment = self.amendment
        words = {"order": amendment.clause_order, "heading": amendment.clause_heading or ""}
        if amendment.kind != AmendmentKind.INSERT:
            part = _("Clause %(order)s") % words
            return f"{part}: {words['heading']}" if words["heading"] else part
        if amendment.after_id is None:
            return _("A new first clause")
        return _("A new clause after clause %(order)s") % {"order": amendment.after_order}

    @cached_property
    def heading(self) -> list[Op]:
        """Return what would change in the heading."""
        return word_diff(self.amendment.clause_heading or "", self.amendment.heading)

    @cached_property
    def text(self) -> list[Op]:
        """Return what would change in the text."""
        return word_diff(self.amendment.clause_text or "", self.amendment.text)

    @property
    def is_live(self) -> bool:
        """Say whether something still has to happen to it."""
        state = self.amendment.state
        unpublished = state == AmendmentState.MERGED and self.amendment.published_in_id is None
        return unpublished or state in (AmendmentState.PROPOSED, AmendmentState.OUTDATED)


@dataclass(frozen=True)
class AmendmentsPart:
    """The amendments as far as the proposal's page shows them, and how many there are in all."""

    shown: list[Shown] = field(default_factory=list)
    live: int = 0
    waiting: int = 0
    total: int = 0


def change_of(amendment: Amendment) -> Change:
    """Return what an amendment would do, as the rules are asked about it."""
    return Change(
        AmendmentKind(amendment.kind), amendment.clause_id, amendment.after_id, amendment.heading, amendment.text
    )


def described(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Add the clause as the version it is about has it, and how many concerns it is meant to resolve."""
    text = ClauseText.objects.filter(version=OuterRef("base"), clause=OuterRef("clause"))
    after = ClauseText.objects.filter(version=OuterRef("base"), clause=OuterRef("after"))
    described: QuerySet[Any] = rows.annotate(
        clause_order=Subquery(text.values("order")[:1]),
        clause_heading=Subquery(text.values("heading")[:1]),
        clause_text=Subquery(text.values("text")[:1]),
        after_order=Subquery(after.values("order")[:1]),
        concern_count=_number(AmendmentConcern.objects.filter(amendment=OuterRef("pk")), "amendment"),
    ).select_related("base", "author", "answered_by", "published_in")
    return described


def amendments_part(proposal: Proposal) -> AmendmentsPart:
    """Return what the proposal's page shows of its amendments; one query however many there are."""
    found = _PART.ask(proposal=proposal.pk)
    if not found:
        return AmendmentsPart()
    first = found[0]
    return AmendmentsPart(
        [one for one in _shown(proposal, found) if one.is_live],
        first.live or 0,
        first.waiting or 0,
        first.total or 0,
    )


def _part(proposal: int) -> "QuerySet[Any]":
    every = Amendment.objects.filter(proposal=proposal)
    open_ = every.filter(published_in=None, state__in=RANK)
    rows: QuerySet[Any] = described(every).annotate(
        rank=Case(
            *(When(state=state, published_in=None, then=Value(n)) for n, state in enumerate(RANK)),
            default=Value(len(RANK)),
            output_field=IntegerField(),
        ),
        total=_number(every, "proposal"),
        live=_number(open_, "proposal"),
        waiting=_number(every.filter(state=AmendmentState.PROPOSED), "proposal"),
    )
    return rows.order_by("rank", "n")[:SHOWN]


_PART = Kept(_part)


@dataclass(frozen=True)
class AmendmentList:
    """One page of a proposal's amendments."""

    rows: list[Shown]
    total: int
    page: int
    counts: list[tuple[AmendmentState, int]]


def list_amendments(proposal: Proposal, state: str, page: int) -> AmendmentList:
    """Return one page of the amendments in one state, or of all, the newest first; two queries."""
    every = Amendment.objects.filter(proposal=proposal)
    counted = dict(every.order_by().values_list("state").annotate(number=Count("pk")))
    counts = [(one, counted.get(one.value, 0)) for one in AmendmentState]
    total = counted.get(state, 0) if state else sum(counted.values())
    pages = max(1, -(-total // A_PAGE))
    page = min(max(page, 1), pages)
    rows = described(every.filter(state=state) if state else every).order_by("-n")
    found = list(rows[(page - 1) * A_PAGE : page * A_PAGE])
    return AmendmentList(_shown(proposal, found), total, page, counts)


def find_amendment(proposal: Proposal, n: int) -> Shown | None:
    """Return an amendment of this proposal by its number."""
    found = list(described(Amendment.objects.filter(proposal=proposal, n=n)))
    return _shown(proposal, found)[0] if found else None


def steps_of(amendment: Amendment) -> list[AmendmentStep]:
    """Return what happened to an amendment, the newest first."""
    return list(AmendmentStep.objects.filter(amendment=amendment).select_related("by", "version").order_by("-n"))


def concerns_answered(amendment: Amendment) -> list[Concern]:
    """Return the concerns an amendment is meant to resolve."""
    rows = Concern.objects.filter(answered_by__amendment=amendment).select_related(
        "raised_by", "closed_by", "resolved_in"
    )
    return list(rows.order_by("raised_at", "pk"))


def amendments_published_with(version: ProposalVersion) -> list[Shown]:
    """Return the amendments a version took in, in the order of their numbers; one query."""
    rows = described(Amendment.objects.filter(published_in=version)).order_by("n")
    return [Shown(row) for row in rows]


def amendments_to_publish(proposal: Proposal) -> list[Shown]:
    """Return the amendments taken into the working copy and not published yet."""
    rows = Amendment.objects.filter(proposal=proposal, state=AmendmentState.MERGED, published_in=None)
    return _shown(proposal, list(described(rows).order_by("n")))


def waiting_words(proposal: Proposal) -> str:
    """Say how many amendments wait for an answer, to whoever is about to test the text; nothing when none does."""
    number = Amendment.objects.filter(proposal=proposal, state=AmendmentState.PROPOSED).count()
    if not number:
        return ""
    return ngettext(
        "%(number)d amendment waits for an answer. Taking it in makes a new version.",
        "%(number)d amendments wait for an answer. Taking them in makes a new version.",
        number,
    ) % {"number": number}


def removal_words(proposal: Proposal) -> str:
    """Say what would remove the blocks that stand, to whoever writes an amendment; nothing unless one blocks."""
    if proposal.state != ProposalState.BLOCKED:
        return ""
    last = Round.objects.filter(proposal=proposal).order_by("-n").values("pk")[:1]
    blocks = Block.objects.filter(
        position__entitlement__round__in=last,
        position__superseded_by=None,
        state__in=(BlockState.UNTESTED, BlockState.UPHELD),
    )
    conditions = [f"“{one}”" for one in blocks.order_by("pk").values_list("removal_condition", flat=True)]
    if not conditions:
        return ""
    words = _("The proposal is blocked. What would remove the block: %(words)s Say in your reason if this meets it.")
    return words % {"words": " ".join(conditions)}


def note_of(amendments: Iterable[Shown]) -> str:
    """Return the words a change note begins with: which amendments are in the text, and whose they are."""
    return "\n".join(
        _("Takes in amendment %(n)s by %(person)s. %(about)s.")
        % {"n": one.amendment.n, "person": one.amendment.author, "about": one.about}
        for one in amendments
    )


@dataclass(frozen=True)
class Preview:
    """What taking an amendment in would do now, and the mark of the working copy it was asked of."""

    outcome: Merged | Conflict
    stamp: str

    @property
    def conflict(self) -> Conflict | None:
        """Return the sides somebody has to choose between."""
        return self.outcome if isinstance(self.outcome, Conflict) else None


def merge_preview(amendment: Amendment) -> Preview:
    """Ask what taking the amendment in would do; three queries."""
    working = working_copy(amendment.proposal)
    outcome = merge(change_of(amendment), wording_of(amendment.base), working)
    return Preview(outcome, working_stamp(amendment.proposal, working))


@dataclass(frozen=True)
class Sides:
    """The clause as one text had it and as another has it, word by word; ``gone`` when it has it no more."""

    heading: list[Op]
    text: list[Op]
    gone: bool

    @property
    def same(self) -> bool:
        """Say whether no word differs."""
        return not self.gone and all(op.kind == "same" for op in (*self.heading, *self.text))


def sides(before: ClauseInput | None, after: ClauseInput | None) -> Sides:
    """Compare a clause in two texts."""
    nothing = ClauseInput("", "")
    old, new = before or nothing, after or nothing
    return Sides(word_diff(old.heading, new.heading), word_diff(old.text, new.text), after is None)


def outdated_by(amendment: Amendment, newest: ProposalVersion) -> Sides:
    """Return what the newest version made of the clause that an amendment rests on; two queries."""
    key = change_of(amendment).hangs_on
    return sides(clause_of(wording_of(amendment.base), key), clause_of(wording_of(newest), key))


def answer_to(concern: Concern) -> Amendment | None:
    """Return the published amendment that is meant to resolve a concern, the newest if there are several."""
    rows = Amendment.objects.filter(answers__concern=concern, published_in__isnull=False)
    return rows.select_related("published_in").order_by("-published_in__n", "-n").first()


def offer_of(answer: Amendment | None) -> str:
    """Ask, in words, whether a published amendment resolves the concern it was meant for; nothing without one."""
    if answer is None or answer.published_in is None:
        return ""
    return _(
        "Version %(version)s takes in amendment %(n)s, which was meant to resolve this. Does it?"
        " If not, leave the concern open."
    ) % {
        "version": answer.published_in.n,
        "n": answer.n,
    }


def resolution_by(answer: Amendment | None) -> dict[str, Any]:
    """Return what the form of a resolution begins with when an amendment is the answer."""
    if answer is None or answer.published_in is None:
        return {}
    words = {"version": answer.published_in.n, "n": answer.n}
    how = _("Amendment %(n)s, which stands in version %(version)s, meets it.") % words
    return {"how": how, "resolved_in": answer.published_in.n}


def with_answers(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Add to concerns the amendment that is meant to resolve each: a published one before one that still waits."""
    linked = Amendment.objects.filter(answers__concern=OuterRef("pk"))
    linked = linked.exclude(state__in=(AmendmentState.DECLINED, AmendmentState.WITHDRAWN))
    linked = linked.order_by(F("published_in__n").desc(nulls_last=True), "-n")
    names = {"amendment_n": "n", "amendment_state": "state", "amendment_version": "published_in__n"}
    answered: QuerySet[Any] = rows.annotate(**{name: Subquery(linked.values(of)[:1]) for name, of in names.items()})
    return answered


def step_facts(step: AmendmentStep) -> Mapping[str, Any]:
    """Return what the ledger keeps of a step: no words, only their hashes."""
    return {
        "proposal": step.amendment.proposal.number,
        "amendment": step.amendment.n,
        "author": step.amendment.author_id,
        "step": step.n,
        "kind": step.kind,
        "version": step.version.n,
        "version_sha256": step.version.sha256,
        "clause_sha256": step.clause_sha256,
        "change_sha256": step.change_sha256,
        "in_other_words": step.in_other_words,
        "at": step.at,
    }


def _shown(proposal: Proposal, rows: Iterable[Any]) -> list[Shown]:
    found = []
    for row in rows:
        row.proposal = proposal
        found.append(Shown(row))
    return found


def _number(rows: "QuerySet[Any]", group: str) -> Subquery:
    return Subquery(rows.order_by().values(group).annotate(number=Count("pk")).values("number"))
