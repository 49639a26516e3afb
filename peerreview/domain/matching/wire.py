"""Problems and proposals as text: for the solver's own process, and for the hash that says "the same input"."""

import hashlib
import json
from datetime import date
from typing import Any

from peerreview.domain.matching.problem import Kind, Problem, Proposal, Review, Reviewer, Role, Seat, Span
from peerreview.domain.travel import Place


def problem_as_text(problem: Problem) -> str:
    """Write a problem down, in an order that depends on nothing but what it says."""
    content = {
        "reviews": [_review(one) for one in sorted(problem.reviews, key=lambda one: one.key)],
        "reviewers": [_reviewer(one) for one in sorted(problem.reviewers, key=lambda one: one.key)],
        "blocked": sorted(problem.blocked),
        "served": sorted(problem.served),
        "met": sorted(problem.met),
        "refused": sorted(problem.refused),
        "balance": sorted(problem.balance.items()),
        "kept": sorted(problem.kept),
    }
    return json.dumps(content, separators=(",", ":"), sort_keys=True)


def problem_from_text(text: str) -> Problem:
    """Read a problem."""
    content = json.loads(text)
    return Problem(
        reviews=tuple(_read_review(one) for one in content["reviews"]),
        reviewers=tuple(_read_reviewer(one) for one in content["reviewers"]),
        blocked=_pairs(content["blocked"]),
        served=_pairs(content["served"]),
        met=_pairs(content["met"]),
        refused=_pairs(content["refused"]),
        balance=dict(content["balance"]),
        kept=tuple(Seat(review, Role(role), reviewer) for review, role, reviewer in content["kept"]),
    )


def digest(problem: Problem) -> str:
    """Return the hash of everything the proposal depends on."""
    return hashlib.sha256(problem_as_text(problem).encode()).hexdigest()


def proposal_as_text(proposal: Proposal) -> str:
    """Write a proposal down."""
    content = {
        "days": [[review, day.isoformat()] for review, day in sorted(proposal.days.items())],
        "seats": [list(seat) for seat in proposal.seats],
        "gap": proposal.gap,
        "finished": proposal.finished,
    }
    return json.dumps(content, separators=(",", ":"))


def proposal_from_text(text: str) -> Proposal:
    """Read a proposal."""
    content = json.loads(text)
    return Proposal(
        days={review: date.fromisoformat(day) for review, day in content["days"]},
        seats=tuple(Seat(review, Role(role), reviewer) for review, role, reviewer in content["seats"]),
        gap=content["gap"],
        finished=content["finished"],
    )


def _review(one: Review) -> dict[str, Any]:
    return {
        "key": one.key,
        "organisation": one.organisation,
        "place": one.place,
        "set": one.standard_set,
        "needs": sorted(one.needs),
        "dates": sorted({day.isoformat() for day in one.dates}),
    }


def _read_review(said: dict[str, Any]) -> Review:
    return Review(
        key=said["key"],
        organisation=said["organisation"],
        place=_place(said["place"]),
        standard_set=said["set"],
        needs=frozenset(said["needs"]),
        dates=tuple(date.fromisoformat(day) for day in said["dates"]),
    )


SPANS = ("available", "training", "lead_training", "clearance")


def _reviewer(one: Reviewer) -> dict[str, Any]:
    spans = {
        name: [[begins.isoformat(), ends.isoformat() if ends else None] for begins, ends in sorted_spans]
        for name in SPANS
        if (sorted_spans := sorted(getattr(one, name), key=lambda span: (span.begins, span.ends or date.max)))
        is not None
    }
    return {
        "key": one.key,
        "kind": one.kind,
        "organisation": one.organisation,
        "place": one.place,
        "sets": sorted(one.sets),
        "specialisms": sorted(one.specialisms),
        "cap": one.cap,
        "limit": one.limit,
        **spans,
    }


def _read_reviewer(said: dict[str, Any]) -> Reviewer:
    spans = {
        name: tuple(Span(date.fromisoformat(b), date.fromisoformat(e) if e else None) for b, e in said[name])
        for name in SPANS
    }
    return Reviewer(
        key=said["key"],
        kind=Kind(said["kind"]),
        organisation=said["organisation"],
        place=_place(said["place"]),
        sets=frozenset(said["sets"]),
        specialisms=frozenset(said["specialisms"]),
        cap=said["cap"],
        limit=said["limit"],
        **spans,
    )


def _place(said: list[str] | None) -> Place | None:
    return Place(*said) if said else None


def _pairs(said: list[list[int]]) -> frozenset[tuple[int, int]]:
    return frozenset((one, other) for one, other in said)
