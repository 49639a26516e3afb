"""Non-interference: two worlds that differ only in a matter somebody is kept out of give them the same bytes.

Invariants 6 and 13 of governance.md. Every address of the portal is asked, with every number there is; lists, counts,
search, Today, notices, calendar, exports, the read API, letters and the socket. What differs from one answer to the
next by itself (a form's token, a nonce) is left out of the comparison; nothing else is.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import product

import pytest
import time_machine
from asgiref.sync import sync_to_async
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client, TestCase

from content import public_cache
from governance.actions.conflicts import declare_conflict, treat_conflict
from governance.actions.decisions import adopt
from governance.actions.discussion import add_comment, ask_question, raise_concern
from governance.enums.conflicts import Treatment
from governance.enums.proposals import Confidentiality
from governance.models import Decision, Entitlement, Proposal, Round
from governance.permissions.proposals import can_view_proposal
from governance.permissions.rounds import can_take_position
from governance.tasks import run_due
from portal.notifications import ics
from portal.notifications.actions.sending import send_waiting
from portal.notifications.queries import calendars
from portal.people.models import User
from portal.search.filling import rebuild
from tests.conftest import NOON
from tests.factories.conflicts import recuse
from tests.factories.governance import ConstituencyMembershipFactory, SmallBoard, board_with_trustees
from tests.factories.proposals import next_version
from tests.factories.rounds import adopted, all_agree, closed, opened, published, reasoned
from tests.matrix import addresses
from tests.people import browser
from tests.portal.live.conftest import (
    Page,
    _keep_the_connection,  # noqa: F401 - fixtures of sockets in the test's own transaction
    _own_layer,  # noqa: F401
    on_a_loop,
    open_page,
)
from tests.thorough import THOROUGH, some

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=30)
VARIES = re.compile(
    rb"[A-Za-z0-9]{64}|nonce=\"[^\"]+\"|name=\"once\" value=\"[0-9a-f]{32}\""
    # What the reader typed, sealed: never twice the same.
    rb"|name=\"pending\" value=\"[\w=-]+\""
    rb"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
)
WORDS = ("orchard", "welcome")
# Asked in CI; the quick suite leaves out what has no business with boards.
ELSEWHERE = (
    ()
    if THOROUGH
    else (
        *("people/", "imports/", "account/", "standards/", "services/", "guidance/", "_", "api/"),
        *("reviews/", "reviewers/", "reviewing/", "cycles/", "accreditation/", "network-reports/", "reports/"),
        *("our-services/", "have-your-say/", "voices/"),
    )
)
ASKED = (
    "/proposals/?q={}",
    "/proposals/?needs_me=1&q={}",
    "/decisions/?q={}",
    "/decisions.csv?q={}",
    "/decisions/?format=json&q={}",
    "/search/?q={}",
    "/api/v1/decisions/?q={}",
)


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


def feed_of(person: User, at: datetime) -> bytes:
    """Return what a calendar program is given."""
    return ics.calendar(calendars.entries(User.objects.get(pk=person.pk), at), name="Feed")


def paths(board: SmallBoard, numbers: list[str]) -> Iterator[str]:
    """Return every address that takes only boards, numbers of proposals and decisions, and small numbers."""
    proposals = set(Proposal.objects.values_list("number", flat=True))
    values = {
        "slug:board": [board.board.slug],
        "str:number": numbers,
        "int:n": ["1"],
        "int:pk": ["1"],
        "slug:part": ["others"],
    }
    for route in addresses():
        names = re.findall(r"<([^>]+)>", route)
        if "^" in route or "(" in route or not set(names) <= values.keys():
            continue
        if route.startswith(("cms", "account/logout", "django-admin", *ELSEWHERE)):
            continue
        values["str:number"] = [one for one in numbers if route.startswith("proposals/") == (one in proposals)]
        for given in product(*(values[name] for name in names)):
            path = route
            for name, value in zip(names, given, strict=True):
                path = path.replace(f"<{name}>", value, 1)
            yield f"/{path}"


def everything(person: User, board: SmallBoard, numbers: list[str]) -> dict[str, bytes]:
    """Ask all there is to ask, as one person, at one moment."""
    rebuild()
    cache.clear()
    public_cache.forget()
    said: dict[str, bytes] = {}
    with time_machine.travel(LATER, tick=False):
        client: Client = browser(person)
        assert client.get("/proposals/").status_code == 200
        asked = [*some(list(paths(board, numbers)), 2), *(path.format(word) for path in ASKED for word in WORDS)]
        for path in asked:
            with transaction.atomic():
                answer = client.get(path)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                transaction.set_rollback(True)
            said[path] = b"%d %s" % (answer.status_code, VARIES.sub(b"", body))
        said["calendar"] = feed_of(person, LATER)
        mail.outbox.clear()
        send_waiting(at=LATER)
        letters = [one for one in mail.outbox if person.email in one.to]
        said["letters"] = repr([(one.subject, one.body) for one in letters]).encode()
    return said


def worlds(person: User, board: SmallBoard, numbers: list[str], differ: Callable[[], None]) -> None:
    """Compare the world as it is with the one in which ``differ`` has happened too."""
    answers = []
    for acts in (lambda: None, differ):
        with transaction.atomic():
            acts()
            answers.append(everything(person, board, numbers))
            transaction.set_rollback(True)
    one, other = answers
    assert [path for path in one if one[path] != other[path]] == []
    assert len(one) > 50


def busy(proposal: Proposal, board: SmallBoard, at: datetime) -> None:
    """Let everything happen to a matter that can: texts, talk, a test, an agreement."""
    next_version(proposal, "A zeppelin over the orchard.", at=at)
    add_comment(proposal=proposal, text="The orchard is far.", by=board.chair, at=at)
    ask_question(proposal=proposal, text="Which orchard?", by=board.chair, at=at)
    raise_concern(proposal=proposal, text="Zeppelins fall.", wish="", by=board.chair, at=at)
    round = opened(board, at, proposal=Proposal.objects.get(pk=proposal.pk))
    all_agree(round, board.everyone[2:], at=at)
    closed(round)


@pytest.mark.parametrize("confidentiality", [Confidentiality.OPEN, Confidentiality.RESTRICTED])
def test_whoever_withdrew_is_told_the_same_whatever_happens_in_the_matter(
    board: SmallBoard, confidentiality: Confidentiality
) -> None:
    person = board.everyone[0]
    adopted(board)
    proposal = published(board, confidentiality=confidentiality, title="A secret orchard")
    recuse(proposal, person)
    decision = Decision.objects.get().number
    worlds(person, board, [proposal.number, decision], lambda: busy(proposal, board, NOON + timedelta(days=10)))


def test_a_members_decision_is_nothing_to_who_was_kept_out_of_it(board: SmallBoard) -> None:
    person = board.everyone[0]
    adopted(board)
    proposal = published(board, confidentiality=Confidentiality.MEMBERS, title="A secret orchard")
    recuse(proposal, person)
    round = opened(board, proposal=Proposal.objects.get(pk=proposal.pk))
    all_agree(round, board.everyone[1:])
    closed(round)
    reasoned(round.proposal, board.chair, round.closes_at)

    def decide() -> None:
        adopt(proposal=round.proposal, by=board.chair, at=round.closes_at)

    number = Decision.objects.get().number
    worlds(person, board, [proposal.number, number, f"{number[:-1]}2"], decide)


def test_a_restricted_matter_is_nothing_to_who_may_not_know_of_it(board: SmallBoard) -> None:
    member = ConstituencyMembershipFactory(board=board.board).person
    adopted(board)
    known = published(board)
    at = NOON + timedelta(days=10)

    def differ() -> None:
        busy(published(board, at, confidentiality=Confidentiality.RESTRICTED, title="A secret orchard"), board, at)

    worlds(member, board, [known.number, Decision.objects.get().number], differ)


def test_what_was_told_before_is_taken_back(board: SmallBoard) -> None:
    person = board.everyone[0]
    round = opened(board, title="A secret orchard")
    client = browser(person)
    with time_machine.travel(NOON + timedelta(hours=1)):
        assert b"orchard" in client.get("/notifications/").content
        assert b"orchard" in feed_of(person, NOON)
    conflict = declare_conflict(proposal=round.proposal, what="Mine.", by=person, at=NOON)
    treat_conflict(conflict=conflict, treatment=Treatment.WITHDRAW, reasons="Gains.", by=board.chair, at=NOON)
    rebuild()
    with time_machine.travel(NOON + timedelta(hours=1)):
        pages = ["/", "/today/", "/notifications/", "/proposals/", f"/conflicts/{conflict.pk}/", "/search/?q=orchard"]
        for path in pages:
            page = client.get(path)
            assert b"secret orchard" not in page.content, path
            assert round.proposal.number.encode() not in page.content, path
        assert client.get(f"/proposals/{round.proposal.number}/").status_code == 404
        assert b"orchard" not in feed_of(person, NOON)
        mail.outbox.clear()
        send_waiting(at=NOON + timedelta(days=1))
        assert not [one for one in mail.outbox if person.email in one.to and "orchard" in f"{one.subject}{one.body}"]


@on_a_loop
async def test_an_open_page_leaves_the_room_at_once() -> None:
    def prepared() -> tuple[SmallBoard, Round]:
        small = board_with_trustees()
        return small, opened(small)

    board, round = await sync_to_async(prepared)()
    room = f"proposal:{round.proposal_id}"
    page: Page = await open_page(board.everyone[0], f"?room={room}")
    assert await page.hears() == {"joined": room}

    def withdraw() -> None:
        with TestCase.captureOnCommitCallbacks(execute=True):
            recuse(round.proposal, board.everyone[0])

    await sync_to_async(withdraw)()
    assert await page.hears() == {"refused": room}
    assert await page.receive_nothing(0.05)
    await page.disconnect()


def test_who_can_take_a_position_can_read_the_matter(board: SmallBoard) -> None:
    round = opened(board)
    for one in board.everyone[:3]:
        recuse(Proposal.objects.get(pk=round.proposal_id), one)
    again = opened(board, proposal=Proposal.objects.get(pk=round.proposal_id))
    may = [one for one in board.everyone if can_take_position(one, again, NOON)]
    assert may == board.everyone[3:]
    assert all(can_view_proposal(one, again.proposal, NOON) for one in may)
    assert Entitlement.objects.filter(round=again, recused=True).count() == 3
    run_due(again.closes_at)
