"""The pages of proposals: what they show, to whom, in how many queries, and that nothing typed is lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.forms import BaseForm
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance.actions.discussion import add_comment, ask_question, raise_concern
from governance.actions.rounds import open_round
from governance.domain.versions import ClauseInput
from governance.enums.proposals import Confidentiality
from governance.enums.rounds import RoundKind
from governance.models import Comment, Proposal, ProposalVersion
from governance.queries.versions import dropped_clauses, working_copy
from portal.history.as_of import history_rows
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.proposals import draft, next_version, proposal_in_discussion
from tests.people import browser, person
from tests.remembering import remembered


@pytest.fixture
def board(db: None) -> SmallBoard:
    return board_with_trustees()


@pytest.fixture
@remembered
def proposal(board: SmallBoard) -> Proposal:
    return proposal_in_discussion(board)


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def typed(form: BaseForm) -> dict[str, str]:
    """Return what a browser would send back from a form, typed fields and hidden ones."""
    fields = {field.html_name: field.value() for field in form}
    return {name: str(value) for name, value in fields.items() if value not in (None, False)}


def form_of(client: Client, address: str) -> dict[str, str]:
    """Return what a browser would send back from the page."""
    return typed(client.get(address).context["form"])


def test_proposal_page_shows_its_words_escaped(board: SmallBoard) -> None:
    title, words = "O'Hara's <script>alert(1)</script>", "It's <b>bold</b> & brave"
    proposal = proposal_in_discussion(board, title=title, summary=words, clauses=[ClauseInput(words, words)])
    raise_concern(proposal=proposal, text=words, wish=words, by=board.chair, at=proposal.moved_at)
    ask_question(proposal=proposal, text=words, by=board.chair, at=proposal.moved_at)
    add_comment(proposal=proposal, text=words, by=board.chair, at=proposal.moved_at)
    page = browser(board.chair).get(reverse("governance:proposal", args=[proposal.number])).content.decode()
    assert "<script>alert(1)" not in page
    assert "<b>bold" not in page
    assert page.count("It&#x27;s &lt;b&gt;bold&lt;/b&gt; &amp; brave") >= 6
    assert "O&#x27;Hara&#x27;s" in page


def test_proposal_page_has_anchors_for_its_clauses(board: SmallBoard, proposal: Proposal) -> None:
    page = browser(board.chair).get(reverse("governance:proposal", args=[proposal.number])).content.decode()
    for clause in proposal.clauses.all():
        assert f'id="c-{clause.pk}"' in page


def test_proposal_page_takes_as_many_queries_with_fifty_comments_as_with_five(board, proposal) -> None:
    address = reverse("governance:proposal", args=[proposal.number])
    reader = browser(board.trustees["directors"][0])
    for _ in range(5):
        add_comment(proposal=proposal, text="Hello", by=board.chair, at=proposal.moved_at)
    raise_concern(proposal=proposal, text="One", by=board.chair, at=proposal.moved_at)
    ask_question(proposal=proposal, text="One", by=board.chair, at=proposal.moved_at)
    few = queries_of(reader, address)
    for person_ in board.everyone * 5:
        add_comment(proposal=proposal, text="Hello", by=person_, at=proposal.moved_at)
    for person_ in board.everyone:
        raise_concern(proposal=proposal, text="More", by=person_, at=proposal.moved_at)
        ask_question(proposal=proposal, text="More", by=person_, at=proposal.moved_at)
    next_version(proposal)
    assert queries_of(reader, address) == few
    assert few <= 12


def test_proposal_page_keeps_its_budget_while_a_round_is_open(board: SmallBoard, proposal: Proposal) -> None:
    at = timezone.now()
    kind, closes_at = RoundKind.CONSENSUS_TEST, at + timedelta(days=7)
    open_round(proposal=proposal, kind=kind, closes_at=closes_at, by=board.chair, at=at - timedelta(minutes=1))
    next_version(proposal, at=at)
    open_round(proposal=proposal, kind=kind, closes_at=closes_at, by=board.chair, at=at)
    address = reverse("governance:proposal", args=[proposal.number])
    for reader in (board.chair, board.trustees["directors"][0], board.secretary):
        assert queries_of(browser(reader), address) <= 12


def test_proposal_page_shows_fifty_comments_and_the_way_to_the_earlier(board, proposal) -> None:
    at = timezone.now() - timedelta(days=2)
    Comment.objects.bulk_create(
        Comment(proposal=proposal, author=board.chair, text=f"Comment number {n}.", at=at + timedelta(minutes=n // 2))
        for n in range(120)
    )
    client, seen = browser(board.chair), []
    page = client.get(reverse("governance:proposal", args=[proposal.number]))
    found = page.context["discussion"].comments
    while True:
        seen += [comment.text for comment in found.comments]
        if not found.more:
            break
        page = client.get(reverse("governance:comments", args=[proposal.number]), {"after": found.more})
        found = page.context["found"]
    assert seen == [f"Comment number {n}." for n in reversed(range(120))]
    assert client.get(reverse("governance:comments", args=[proposal.number]), {"after": "x-'"}).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "proposal",
        "proposal_history",
        "compare_versions",
        "comments",
        "edit_proposal",
        "publish_version",
        "withdraw_proposal",
        "ask_question",
        "raise_concern",
        "add_comment",
        "discussion",
        "proposal_state",
    ],
)
def test_pages_of_a_proposal_do_not_exist_for_whoever_may_not_read_it(board: SmallBoard, name: str) -> None:
    secret = proposal_in_discussion(board, confidentiality=Confidentiality.MEMBERS, title="Quiet matter")
    address = reverse(f"governance:{name}", args=[secret.number])
    assert browser().get(address).status_code == 302
    for stranger in (person(), board_with_trustees("NE").chair):
        for answer in (browser(stranger).get(address), browser(stranger).post(address, {"text": "x"})):
            assert answer.status_code == 404
            assert b"Quiet" not in answer.content


def test_new_proposal_is_written_with_buttons_and_nothing_typed_is_lost(board: SmallBoard) -> None:
    client = browser(board.chair)
    address = reverse("governance:new_proposal", args=[board.board.slug])
    data = form_of(client, address) | {
        "title": "O'Hara's <idea>",
        "heading_0": "First",
        "text_0": "One",
        "kind": "urgent",
    }

    def press(do: str, **more: str) -> None:
        nonlocal data
        answer = client.post(address, {**data, **more, "do": do})
        assert answer.status_code == 200
        form = answer.context["form"]
        assert not form.errors
        data = typed(form)

    press("add")
    press("add", heading_1="Second", text_1="Two")
    press("up-1", text_2="Three")
    assert [data["text_0"], data["text_1"], data["text_2"]] == ["Two", "One", "Three"]
    press("remove-1")
    assert (data["title"], data["kind"], data["text_1"]) == ("O'Hara's <idea>", "urgent", "Three")
    press("down-0")
    press("nonsense-99")
    answers = [client.post(address, data) for _ in range(2)]
    assert {answer.url for answer in answers} == {reverse("governance:proposal", args=["NW-2026-001"])}
    proposal = Proposal.objects.get()
    assert (proposal.title, proposal.kind) == ("O'Hara's <idea>", "urgent")
    assert [clause.text for clause in working_copy(proposal).clauses] == ["Three", "Two"]


def test_new_proposal_keeps_what_was_typed_when_the_title_is_missing(board: SmallBoard) -> None:
    client = browser(board.chair)
    address = reverse("governance:new_proposal", args=[board.board.slug])
    answer = client.post(address, form_of(client, address) | {"title": "", "text_0": "It's kept"})
    assert answer.status_code == 422
    assert b"It&#x27;s kept" in answer.content
    assert not Proposal.objects.exists()


def test_edit_shows_both_texts_when_two_people_wrote_at_once(board: SmallBoard) -> None:
    proposal = draft(board)
    address = reverse("governance:edit_proposal", args=[proposal.number])
    mine, theirs = browser(proposal.proposer), browser(board.secretary)
    my_form, their_form = form_of(mine, address), form_of(theirs, address)
    assert theirs.post(address, their_form | {"text_0": "Their words stand"}).status_code == 302
    answer = mine.post(address, my_form | {"text_0": "My words differ"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Two people wrote at once" in page
    assert "Their" in page
    assert "My words differ" in page
    assert working_copy(proposal).clauses[0].text == "Their words stand"
    assert mine.post(address, typed(answer.context["form"])).status_code == 302
    assert working_copy(proposal).clauses[0].text == "My words differ"


def test_edit_puts_a_left_out_clause_back(board: SmallBoard) -> None:
    proposal = draft(board)
    client, address = browser(proposal.proposer), reverse("governance:edit_proposal", args=[proposal.number])
    one, two, three = working_copy(proposal).clauses
    answer = client.post(address, form_of(client, address) | {"do": "remove-0"})
    data = {
        field.html_name: str(field.value()) for field in answer.context["form"] if field.value() not in (None, False)
    }
    client.post(address, data)
    assert working_copy(proposal).clauses == (two, three)
    answer = client.post(address, form_of(client, address) | {"do": f"back-{one.key}"})
    data = {
        field.html_name: str(field.value()) for field in answer.context["form"] if field.value() not in (None, False)
    }
    client.post(address, data)
    assert working_copy(proposal).clauses == (two, three, one)
    assert dropped_clauses(proposal) == []


def test_publish_page_shows_the_difference_and_is_harmless_when_clicked_twice(board, proposal) -> None:
    client, address = browser(proposal.proposer), reverse("governance:edit_proposal", args=[proposal.number])
    client.post(address, form_of(client, address) | {"text_0": "Each home keeps two beds free."})
    address = reverse("governance:publish_version", args=[proposal.number])
    assert b"<ins>" in client.get(address).content
    data = form_of(client, address)
    assert client.post(address, data | {"change_note": ""}).status_code == 422
    for _ in range(2):
        assert client.post(address, data | {"change_note": "Two beds"}).status_code == 302
    assert ProposalVersion.objects.filter(proposal=proposal).count() == 2


def test_versions_are_read_and_compared_in_any_order(board: SmallBoard, proposal: Proposal) -> None:
    next_version(proposal, "Each home keeps two beds free.")
    next_version(proposal, "Each home keeps three beds free.")
    client = browser(board.chair)
    first = client.get(reverse("governance:proposal_version", args=[proposal.number, 1])).content.decode()
    assert "one bed free" in first
    assert "not the newest version" in first
    compare = reverse("governance:compare_versions", args=[proposal.number])
    for query in ({"from": 1, "to": 3}, {"from": 3, "to": 1}, {}):
        page = client.get(compare, query).content.decode()
        assert "three" in page
    for query in ({"from": 1, "to": 9}, {"from": "x"}, {"to": "99999999"}):
        assert client.get(compare, query).status_code == 404
    assert client.get(reverse("governance:proposal_version", args=[proposal.number, 4])).status_code == 404


def test_history_looks_back_to_a_day(board: SmallBoard, proposal: Proposal) -> None:
    later = proposal.moved_at + timedelta(days=3)
    concern = raise_concern(proposal=proposal, text="Who pays for it?", by=board.chair, at=later)
    next_version(proposal, "Each home keeps two beds free.", at=later + timedelta(days=2))
    client, address = browser(board.chair), reverse("governance:proposal_history", args=[proposal.number])

    def look(day: int) -> str:
        return client.get(address, {"on-day": day, "on-month": 11, "on-year": 2026}).content.decode()

    assert "nothing to read yet" in look(1)
    assert "one bed free" in look(2)
    assert concern.text not in look(2)
    assert concern.text in look(5)
    assert "one bed free" in look(5)
    assert "two beds free" in look(7)
    page = client.get(address).content.decode()
    assert "After the discussion" in page
    assert client.get(address, {"before": "nonsense"}).status_code == 200
    assert client.get(address, {"on-day": 31, "on-month": 2, "on-year": 2026}).status_code == 200


def test_history_and_looking_back_ask_as_many_statements_however_much_there_is(
    board: SmallBoard, proposal: Proposal
) -> None:
    client, address = browser(board.chair), reverse("governance:proposal_history", args=[proposal.number])

    def asked(query: dict[str, int]) -> int:
        client.get(address, query)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address, query).status_code == 200
        return len(seen)

    # Six, and one more that asks which of the reader's notices they may still see.
    day = {"on-day": 8, "on-month": 11, "on-year": 2026}
    assert asked(day) == 7
    for n in range(3):
        raise_concern(proposal=proposal, text=f"Who pays for {n}?", by=board.chair, at=proposal.moved_at)
    next_version(proposal, "Each home keeps two beds free.", at=proposal.moved_at + timedelta(days=2))
    assert asked(day) == 7
    rows = [history_rows(Proposal).filter(id=proposal.pk).first() for _ in range(41)]
    later = [proposal.moved_at + timedelta(days=3, minutes=n) for n in range(41)]
    for row, moment in zip(rows, later, strict=True):
        row.pk, row.history_date, row.history_type = None, moment, "~"
    Proposal.history.bulk_create(rows)  # no history: this is history
    assert asked({}) == 7


def test_comment_is_kept_in_the_form_when_it_cannot_be_taken(board: SmallBoard, proposal: Proposal) -> None:
    client, address = browser(board.chair), reverse("governance:add_comment", args=[proposal.number])
    token = str(uuid4())
    for _ in range(2):
        answer = client.post(address, {"text": "It's late", "token": token})
        assert answer.url == reverse("governance:proposal", args=[proposal.number]) + "#comments"
    assert Comment.objects.count() == 1
    client.post(reverse("governance:withdraw_proposal", args=[proposal.number]), {"reason": "Not needed"})
    answer = client.post(address, {"text": "It's too late"})
    assert answer.status_code == 422
    assert b"It&#x27;s too late" in answer.content
    assert b"discussion is closed" in answer.content


def test_acts_of_the_discussion_have_their_own_pages(board: SmallBoard, proposal: Proposal) -> None:
    client, number = browser(board.chair), proposal.number
    clause = proposal.clauses.first()
    ask = reverse("governance:ask_question", args=[number])
    assert client.get(ask, {"clause": clause.pk}).context["form"]["clause"].value() == str(clause.pk)
    assert client.post(ask, {"text": "Why?", "clause": clause.pk}).status_code == 302
    question = proposal.questions.get()
    assert question.clause == clause
    reply = reverse("governance:reply_to_question", args=[number, question.pk])
    assert b"Why?" in client.get(reply).content
    assert client.post(reply, {"text": "So"}).status_code == 302
    assert (
        client.post(reverse("governance:raise_concern", args=[number]), {"text": "Hm", "wish": ""}).status_code == 302
    )
    concern = proposal.concerns.get()
    for name, data in (
        ("withdraw_concern", {}),
        ("reopen_concern", {"why": "Still"}),
        ("resolve_concern", {"how": "Done"}),
    ):
        address = reverse(f"governance:{name}", args=[number, concern.pk])
        assert client.get(address).status_code == 200
        assert client.post(address, data).status_code == 302
    assert client.get(reverse("governance:resolve_concern", args=[number, 99999])).status_code == 404
    page = client.get(reverse("governance:proposal", args=[number])).content.decode()
    assert "How it was resolved" in page


def test_fragments_are_the_parts_of_the_page(board: SmallBoard, proposal: Proposal) -> None:
    client = browser(board.chair)
    for name in ("proposal_state", "discussion"):
        address = reverse(f"governance:{name}", args=[proposal.number])
        assert client.get(address).status_code == 302
        fragment = client.get(address, headers={"X-Live-Fragment": "1"})
        assert fragment.status_code == 200
        assert b"<html" not in fragment.content
    state = reverse("governance:proposal_state", args=[proposal.number])
    next_version(proposal)
    answer = client.get(state, {"shown": "1"}, headers={"X-Live-Fragment": "1"})
    assert b"Version 2 has been published since" in answer.content
