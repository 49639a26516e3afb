"""The role × address matrix: addresses from the resolver, examples from the demonstration, answers as they are.

The table itself, which says what the answers must be, is in ``tests/test_matrix.py``.
"""

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from datetime import datetime
from typing import Any
from unittest.mock import patch

from django.db import transaction
from django.template.backends.django import Template
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve

from content.models import GuidancePage
from governance.models import (
    AgreedAction,
    Alternate,
    Amendment,
    Appointment,
    Block,
    Board,
    BoardRole,
    ChairTerm,
    ChairTurn,
    Comment,
    Concern,
    ConflictDeclaration,
    ConstituencyMembership,
    Decision,
    Entitlement,
    FallbackStep,
    Interest,
    Meeting,
    Position,
    Proposal,
    Question,
    ReportBack,
    ReviewItem,
    Round,
    Sounding,
    StandIn,
    UrgentDecision,
)
from peerreview.models import Service, Standard
from portal.imports.models import ImportRun
from portal.notifications.models import Notification
from portal.people.cast import CAST
from portal.people.models import Affiliation, LocalAuthority, Organisation, Region, RoleGrant, User
from tests import (
    matrix_accreditation,
    matrix_networkreports,
    matrix_peerreview,
    matrix_plans,
    matrix_visits,
    matrix_voices_asking,
    matrix_voices_moderation,
    matrix_workbook,
)
from tests.matrix_teams import team_examples

ROLES = ("visitor", *(member.key for member in CAST))
# The CMS's own addresses stand behind one gate; this one stands for all of them.
CMS = "cms/"


def addresses() -> list[str]:
    """Return every address of the project as the resolver writes it, those inside the CMS as one."""
    routes = [
        route
        for route, module in _walk(get_resolver().url_patterns)
        if not route.startswith(CMS) or module.startswith("portal.")
    ]
    return [*dict.fromkeys(routes), CMS]


def address_of(asked: str) -> str:
    """Return which of them answers what is asked."""
    path = asked.rpartition(" ")[2].partition("?")[0]
    route = resolve(path).route
    return CMS if route.startswith(CMS) and route not in addresses() else route


def _walk(patterns: list[Any], before: str = "") -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        part = str(pattern.pattern)
        route = before + (part.removeprefix("^") if before else part)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield route, getattr(pattern.callback, "__module__", "")


def examples(at: datetime) -> Mapping[str, object]:
    """Return what the names in the table stand for: found by what it is, not by its number.

    ``discussed``, ``tested``, ``agreed``, ``blocked`` and ``draft`` are open proposals of the North West board, none
    by its chair; ``n_…`` are the national group's, whose members of the cast chair a regional board; ``m_…`` is for
    members only; ``…_by`` is who of the cast proposed or raised it, or nobody.
    """
    nw, national = Board.objects.get(slug="north-west"), Board.objects.get(slug="national")
    staff = User.objects.get(email="trustee-staff@hearth.example")
    own = Affiliation.objects.active(at).filter(person__email="service-lead@hearth.example")
    term = ChairTerm.objects.active(at).get(board=nw)
    chair = term.appointment.person

    def proposal(board: Board, state: str, **more: Any) -> Proposal:
        found = Proposal.objects.filter(board=board, state=state, **more).exclude(proposer=chair).order_by("pk")
        assert found, f"the demonstration lacks a proposal: {board}, {state}, {more}"
        return found[0]

    discussed = proposal(nw, "discussion", confidentiality="open")
    tested = proposal(nw, "testing", confidentiality="open")
    agreed = proposal(nw, "provisionally_agreed", confidentiality="open")
    blocked = proposal(nw, "blocked", confidentiality="open")
    for_members = Proposal.objects.filter(board=national, confidentiality="members").exclude(state="draft")[0]
    # Boards of which nobody in the cast is: Wales is where one of them chairs.
    elsewhere = Proposal.objects.exclude(board__slug__in=("north-west", "national", "wales")).order_by("pk")
    draft, national_draft = proposal(nw, "draft"), proposal(national, "draft")
    said = {"proposal__board": nw, "proposal__state": "discussion", "proposal__confidentiality": "open"}
    question = Question.objects.filter(**said).exclude(proposal__proposer=chair).order_by("pk")[0]
    concern = Concern.objects.filter(**said, state="open").exclude(proposal__proposer=chair).order_by("pk")[0]
    comment = Comment.objects.filter(**said, withdrawn_at=None).order_by("pk")[0]
    # About a proposal with an open concern, so that linking one can be asked about.
    waiting = Amendment.objects.filter(**said, state="proposed", proposal__concerns__state="open")
    amendment = waiting.exclude(proposal__proposer=chair).exclude(author=chair).order_by("pk")[0]
    worried = amendment.proposal.concerns.filter(state="open").order_by("pk")[0].raised_by
    for_national = Amendment.objects.filter(proposal__board=national, proposal__confidentiality="members")[0]
    block = Block.objects.filter(position__entitlement__round__proposal=blocked)[0]
    to_staff = ReportBack.objects.filter(decision__board=nw, constituency__code="staff").order_by("-pk")
    falling = proposal(nw, "fallback", confidentiality="open")
    upheld = Block.objects.get(state="upheld", position__entitlement__round__proposal__board=nw)
    withdrawn = ConflictDeclaration.objects.out().filter(proposal__board=nw, treatment="withdraw")
    kept = withdrawn.filter(person__email="trustee-providers@hearth.example").order_by("pk")[0]
    meetings = Meeting.objects.filter(board=nw).order_by("starts_at")
    asked = ChairTurn.objects.select_related("appointment__person").get(board=nw, state="asked")
    reviewed = Decision.objects.get(board=nw, state="under_review")
    entered = Position.objects.filter(recorded_how="telephone", entitlement__round__proposal__board=nw)[0]
    action = AgreedAction.objects.filter(board=nw, done_at=None).order_by("pk")[0]
    national_term = ChairTerm.objects.active(at).filter(board=national).first()
    return {
        **team_examples(),
        "discussed": discussed.number,
        "tested": tested.number,
        "agreed": agreed.number,
        "blocked": blocked.number,
        "draft": draft.number,
        "n_open": proposal(national, "discussion", confidentiality="open").number,
        "n_draft": national_draft.number,
        "n_members": for_members.number,
        "elsewhere": elsewhere.filter(confidentiality="open", version_count__gt=0)[0].number,
        "restricted": elsewhere.filter(confidentiality="restricted", state="adopted")[0].number,
        "r_decision": Decision.objects.filter(confidentiality="restricted")[0].number,
        "question": f"{question.proposal.number}/questions/{question.pk}",
        "concern": f"{concern.proposal.number}/concerns/{concern.pk}",
        "comment": f"{comment.proposal.number}/comments/{comment.pk}",
        "amendment": f"{amendment.proposal.number}/amendments/{amendment.n}",
        "m_amendment": f"{for_national.proposal.number}/amendments/{for_national.n}",
        "amendment_to": _key(amendment.proposal.proposer),
        "amendment_by": _key(amendment.author),
        "amendment_people": " ".join(_key(one) for one in (amendment.proposal.proposer, amendment.author, worried)),
        "discussed_by": _key(discussed.proposer),
        "agreed_by": _key(agreed.proposer),
        "draft_by": _key(draft.proposer),
        "n_draft_by": _key(national_draft.proposer),
        "n_chair": _key(national_term.appointment.person) if national_term else "nobody",
        "question_to": _key(question.proposal.proposer),
        "concern_by": _key(concern.raised_by),
        "comment_by": _key(comment.author),
        "objector": _key(block.position.entitlement.person),
        "round": Round.objects.get(proposal=tested, state="open").n,
        "voice": Entitlement.objects.filter(round__proposal=tested, round__state="open")[0].pk,
        "block": block.pk,
        "falling": falling.number,
        "step": FallbackStep.objects.get(proposal=falling, state="open").n,
        "upheld": upheld.position.entitlement.round.proposal.number,
        "upheld_block": upheld.pk,
        "upheld_by": _key(upheld.position.entitlement.person),
        "conflict": f"{kept.proposal.number}/conflicts/{kept.pk}",
        "kept_from": kept.proposal.number,
        "own_conflict": kept.pk,
        "interest": Interest.objects.filter(person=kept.person).order_by("pk")[0].pk,
        "decision": Decision.objects.filter(board=nw, confidentiality="open")[0].number,
        "m_decision": Decision.objects.filter(board=national, confidentiality="members")[0].number,
        "told": to_staff.filter(sent_at__isnull=False)[0].decision.number,
        "owed": to_staff.filter(sent_at__isnull=True)[0].decision.number,
        "action": action.pk,
        "action_by": _key(action.owner),
        "sounding": Sounding.objects.filter(board=nw, closes_at__gt=at)[0].pk,
        "urgent": UrgentDecision.objects.get(board=nw, state="in_force").number,
        "lapsed": UrgentDecision.objects.filter(state="lapsed")[0].number,
        "urgent_draft": UrgentDecision.objects.get(board=nw, state="asked").proposal.number,
        "urgent_open": UrgentDecision.objects.get(board=nw, state="in_force").proposal.number,
        "reviewed": reviewed.number,
        "reviewed_by": _key(reviewed.owner),
        "item": ReviewItem.objects.filter(review__decision=reviewed)[0].pk,
        "entered": f"{entered.entitlement.round.proposal.number}/positions/{entered.pk}",
        "entered_for": _key(entered.entitlement.person),
        "meeting": meetings.filter(state="planned", starts_at__gt=at)[0].held_on,
        "met": meetings.filter(state="held")[0].held_on,
        "board_role": BoardRole.objects.active(at).filter(board=nw)[0].pk,
        "seat": nw.seats.order_by("number")[0].number,
        "appointment": Appointment.objects.active(at).filter(seat__board=nw)[0].pk,
        "membership": ConstituencyMembership.objects.active(at).filter(board=nw)[0].pk,
        "term": term.pk,
        "handover": ChairTerm.objects.filter(board__slug="wales", starts_on__gt=at.date())[0].pk,
        "turn": asked.pk,
        "asked": _key(asked.appointment.person),
        "staff_seat": Appointment.objects.active(at).get(seat__board=nw, person=staff).pk,
        "alternate": Alternate.objects.get(board=nw, appointment__person=staff).pk,
        "voice_lent": StandIn.objects.get(board=nw).pk,
        "staff": staff.pk,
        "role": RoleGrant.objects.active(at)[0].pk,
        "affiliation": Affiliation.objects.active(at)[0].pk,
        "organisation": Organisation.objects.order_by("pk")[0].slug,
        "urn": Service.objects.exclude(owner__in=own.values("organisation")).filter(named_publicly=False)[0].urn,
        "own_urn": Service.objects.filter(owner__in=own.values("organisation"), named_publicly=False)[0].urn,
        "named_urn": Service.objects.filter(named_publicly=True)[0].urn,
        "named": Service.objects.public(at).order_by("pk")[0].public_slug,
        "stranger": User.objects.get(email="person-001@hearth.example").pk,
        "guidance": GuidancePage.objects.live().order_by("pk")[0].pk,
        "region": Region.objects.order_by("order")[0].code,
        "authority": LocalAuthority.objects.order_by("code")[0].code,
        "code": Standard.objects.filter(edition__set__code="whole-home").order_by("pk")[0].code,
        "run": ImportRun.objects.order_by("pk")[0].pk,
        "notice": Notification.objects.filter(person=staff)[0].pk,
        **matrix_peerreview.examples(at),
        **matrix_workbook.examples(at),
        **matrix_visits.examples(),
        **matrix_plans.examples(),
        **matrix_accreditation.examples(),
        **matrix_networkreports.examples(),
        **matrix_voices_asking.examples(at),
        **matrix_voices_moderation.examples(at),
    }


def _key(person: User) -> str:
    """Return who of the cast it is; somebody else has no name in the table."""
    key = person.email.removesuffix("@hearth.example")
    return key if key in ROLES else "nobody"


def answer(client: Client, asked: str, *, drawn: bool = True) -> int:
    """Return the status of ``asked``; what a ``POST`` would have done is undone. 401 stands for the way to sign in."""
    method, _, path = asked.rpartition(" ")
    with transaction.atomic(), nullcontext() if drawn else patch.object(Template, "render", return_value=""):
        response = client.post(path, {"text": "A word."}) if method == "POST" else client.get(path)
        transaction.set_rollback(True)
    if response.status_code == 302 and "/account/login/" in response["Location"]:
        return 401
    return int(response.status_code)
