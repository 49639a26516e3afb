"""One search: what the reader may see, and no trace of anything else."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction

from governance.actions.discussion import add_comment
from governance.enums.proposals import Confidentiality
from governance.models import Proposal
from governance.queries.standing import KeptFor
from portal.models import SearchEntry
from portal.people.models import User
from portal.search import finding, matching
from portal.search import words as wording
from portal.search.finding import search
from portal.search.sources.content import _live
from tests.conftest import NOON
from tests.factories.governance import ConstituencyMembershipFactory, SmallBoard, board_with_trustees
from tests.factories.people import OrganisationFactory
from tests.factories.proposals import draft, next_version, proposal_in_discussion
from tests.people import administrator, browser, person
from tests.thorough import examples

Fill = Callable[[], int]
pytestmark = pytest.mark.django_db


def titles(reader: User, typed: str, **more: Any) -> list[str]:
    """Return the titles found, without their marks."""
    hits = search(reader, typed, NOON, **more).hits
    return [unescape(str(hit.title).replace("<mark>", "").replace("</mark>", "")) for hit in hits]


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees(seats=1)


def test_a_trustee_finds_a_proposal_by_its_words_number_and_clauses(board: SmallBoard, find_all: Fill) -> None:
    proposal = proposal_in_discussion(board)
    find_all()
    reader = board.everyone[0]
    for typed in ("emergency beds", "EMERGENCY bed", proposal.number, "placing authorities cost", "emerg"):
        assert titles(reader, typed) == [f"{proposal.number} A shared emergency bed"], typed


def test_who_may_not_read_finds_nothing_and_no_count(board: SmallBoard, find_all: Fill) -> None:
    proposal_in_discussion(board)
    find_all()
    for reader in (person(), person("editor"), administrator()):
        found = search(reader, "emergency", NOON)
        assert (found.hits, found.kinds, found.total) == ([], [], 0)


@pytest.mark.parametrize(
    ("confidentiality", "seen"),
    [(Confidentiality.OPEN, True), (Confidentiality.MEMBERS, False), (Confidentiality.RESTRICTED, False)],
)
def test_a_constituency_member_finds_only_what_is_open(
    board: SmallBoard, find_all: Fill, confidentiality: Confidentiality, seen: bool
) -> None:
    proposal_in_discussion(board, confidentiality=confidentiality)
    find_all()
    member = ConstituencyMembershipFactory(board=board.board).person
    assert bool(titles(member, "emergency")) is seen
    assert titles(board.chair, "emergency")


def test_what_becomes_restricted_disappears_at_once(board: SmallBoard, find_all: Fill) -> None:
    """Nothing has to be made anew: permission is asked of the record, not of the words kept about it."""
    proposal = proposal_in_discussion(board)
    find_all()
    member = ConstituencyMembershipFactory(board=board.board).person
    assert titles(member, "emergency")
    proposal.confidentiality = Confidentiality.RESTRICTED
    proposal.save()
    assert titles(User.objects.get(pk=member.pk), "emergency") == []


def test_a_draft_is_found_by_its_proposer_and_the_chair_alone(board: SmallBoard, find_all: Fill) -> None:
    draft(board)
    find_all()
    assert titles(board.trustees["providers"][0], "emergency")
    assert titles(board.chair, "emergency")
    assert titles(board.trustees["young-people"][0], "emergency") == []


def test_unpublished_words_of_a_published_proposal_are_not_found(board: SmallBoard, find_all: Fill) -> None:
    proposal = proposal_in_discussion(board)
    proposal.title = "Secretly zebra"
    proposal.save()
    find_all()
    assert titles(board.chair, "zebra") == []
    next_version(proposal, "Now with a walrus.")
    find_all()
    assert titles(board.chair, "walrus")


def test_comments_are_found_by_who_reads_the_proposal(board: SmallBoard, find_all: Fill) -> None:
    proposal = proposal_in_discussion(board)
    add_comment(proposal=proposal, text="The aardvark is in the shed.", by=board.chair, at=NOON)
    find_all()
    assert titles(board.everyone[0], "aardvark") == [f"Comment on {proposal.number}"]
    assert titles(person(), "aardvark") == []


def test_hidden_records_change_nothing_for_who_may_not_see_them(board: SmallBoard, find_all: Fill) -> None:
    """Non-interference: with and without hidden records a reader gets the same hits, order, counts and pages."""
    other = board_with_trustees("NE", seats=1)
    for number in range(3):
        proposal_in_discussion(board, title=f"Shared kitchen {number}")
    find_all()
    reader = board.everyone[0]
    before = search(reader, "kitchen", NOON)
    for number in range(4):
        proposal_in_discussion(other, title=f"Kitchen kitchen kitchen {number}")
    find_all()
    assert search(User.objects.get(pk=reader.pk), "kitchen", NOON) == before


def test_the_public_finds_boards_and_trustees(board: SmallBoard, find_all: Fill) -> None:
    trustee = board.everyone[0]
    find_all()
    page = browser().get("/search/", {"q": trustee.name}).content.decode()
    assert board.board.slug in page
    assert trustee.email not in page


def test_people_and_organisations_are_found_by_administrators_alone(find_all: Fill) -> None:
    somebody = person(name="Seán Ó Tuama-O'Brien")
    OrganisationFactory(name="Wychwood Homes")
    find_all()
    boss = administrator()
    assert titles(boss, "tuama") == [somebody.name]
    assert titles(boss, "o'brien") == [somebody.name]
    assert titles(boss, "Sean") == [somebody.name]
    assert titles(boss, somebody.email) == [somebody.name]
    assert titles(boss, "wychwood") == ["Wychwood Homes"]
    for reader in (person(), person("editor"), person("programme_manager")):
        assert titles(reader, "tuama") == titles(reader, "wychwood") == []


def test_titles_come_first_and_kinds_narrow(board: SmallBoard, find_all: Fill) -> None:
    first = proposal_in_discussion(board, title="About otters")
    add_comment(proposal=first, text="Otters again.", by=board.chair, at=NOON)
    find_all()
    assert titles(board.chair, "otters") == [f"{first.number} About otters", f"Comment on {first.number}"]
    assert titles(board.chair, "otters", kind="comment") == [f"Comment on {first.number}"]
    assert titles(board.chair, "otters", kind="no-such-kind") == []


@pytest.mark.parametrize(
    "few",
    [
        True,
        pytest.param(False, marks=pytest.mark.postgres),
    ],
    ids=["by key", "walked"],
)
def test_of_very_many_the_newest_of_each_kind_are_shown_and_it_is_said(
    board: SmallBoard, find_all: Fill, monkeypatch: pytest.MonkeyPatch, few: bool
) -> None:
    monkeypatch.setattr(matching, "are_few", lambda words: few)
    monkeypatch.setattr(finding, "MOST", 2)
    monkeypatch.setattr(matching, "MOST", 2)
    # A text of its own: how many are shown stands in it.
    monkeypatch.setattr(matching, "_WALKED", KeptFor(matching._walked))
    rows = [proposal_in_discussion(board, title=f"A shared bed {n}") for n in range(3)]
    for day, row in enumerate(rows):
        Proposal.objects.filter(pk=row.pk).update(state_since=NOON + timedelta(days=day))
    find_all()
    reader = board.everyone[0]
    found = search(reader, "shared", NOON)
    assert titles(reader, "shared") == [f"{row.number} A shared bed {n}" for n, row in ((2, rows[2]), (1, rows[1]))]
    assert (found.total, found.more, [(kind.key, kind.count, kind.more) for kind in found.kinds]) == (
        *(2, True),
        [("proposal", 2, True)],
    )
    page = browser(reader).get("/search/", {"q": "shared"}).content.decode()
    assert "More than 2 results" in page
    assert "(2+)" in page


def test_excerpts_are_escaped_and_marked(board: SmallBoard, find_all: Fill) -> None:
    proposal = proposal_in_discussion(board)
    add_comment(proposal=proposal, text="<script>alert('quokka')</script> & quokkas", by=board.chair, at=NOON)
    find_all()
    excerpt = str(search(board.chair, "quokka", NOON).hits[0].excerpt)
    assert "<script>" not in excerpt
    assert "<mark>quokka</mark>" in excerpt
    assert "&amp;" in excerpt


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "'",
        '"',
        "the and of",
        'O’Connell\'s "beds" OR (1=1) --',
        "NEAR(a b) AND NOT title:* ^x {y}",
        "'; DROP TABLE portal_searchentry; --",
        "\x00\x01 % _ \\ :A & | ! <->",
        "bed" * 5000,
        "bed " * 5000,
        "𝒷ℯ𝒹 床 İstanbul ß ﬁ",
        "a:b:c:*",
    ],
)
def test_the_page_answers_whatever_is_typed(board: SmallBoard, find_all: Fill, typed: str) -> None:
    proposal_in_discussion(board)
    find_all()
    client = browser(board.chair)
    assert client.get("/search/", {"q": typed, "page": "-1", "kind": "<b>"}).status_code == 200
    assert SearchEntry.objects.exists()


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=80))
def test_no_text_breaks_the_search(typed: str) -> None:
    search(AnonymousUser(), typed, NOON)
    words = wording.read(typed)
    assert "<script" not in wording.excerpt("plain <script>", words)


def test_the_page_costs_as_many_queries_for_three_results_as_for_one(board: SmallBoard, find_all: Fill) -> None:
    proposal_in_discussion(board, title="Lone wolf")
    for number in range(3):
        proposal_in_discussion(board, title=f"Pack of dogs {number}")
    find_all()
    client = browser(board.chair)
    client.get("/search/", {"q": "wolf"})
    counts = []
    for typed in ("wolf", "dogs"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/search/", {"q": typed}).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_the_words_follow_the_records_after_the_commit(
    board: SmallBoard, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        proposal = proposal_in_discussion(board, title="Followed by a ferret")
    assert titles(board.chair, "ferret")
    with django_capture_on_commit_callbacks(execute=True):
        comment = add_comment(proposal=proposal, text="wombat", by=board.chair, at=NOON)
    assert titles(board.chair, "wombat")
    assert SearchEntry.objects.filter(kind="comment", object_id=comment.pk).exists()


def test_the_timer_adds_what_lacks_and_takes_away_what_is_gone(board: SmallBoard, fill: Fill) -> None:
    proposal_in_discussion(board)
    SearchEntry.objects.all().delete()
    SearchEntry.objects.create(kind="proposal", object_id=10**9, title="Ghost", url="/")
    assert fill() > 0
    assert not SearchEntry.objects.filter(title="Ghost").exists()
    assert fill() == 0


def test_pages_found_are_those_that_are_public_whatever_is_restricted_meanwhile() -> None:
    """The statement is kept; who may read a page is asked of the restrictions there are now."""
    root = Page.objects.get(depth=1)
    section = root.add_child(instance=Page(title="Section", slug="section-of-pages"))
    inside = section.add_child(instance=Page(title="Inside", slug="inside"))
    beside = root.add_child(instance=Page(title="Beside", slug="section-of-pages-2"))

    def same() -> set[int]:
        live = set(_live(AnonymousUser(), NOON).values_list("pk", flat=True))
        assert live == set(Page.objects.live().public().values_list("pk", flat=True))
        return live

    assert {section.pk, inside.pk, beside.pk} <= same()
    restriction = PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)
    assert same() & {section.pk, inside.pk, beside.pk} == {beside.pk}
    restriction.delete()
    PageViewRestriction.objects.create(page=inside, restriction_type=PageViewRestriction.LOGIN)
    assert same() & {section.pk, inside.pk, beside.pk} == {section.pk, beside.pk}
