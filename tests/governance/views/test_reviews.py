"""The pages of reviews, and how register, feed and files tell what became of a decision."""

import csv
import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import travel

from governance.actions.conflicts import release_conflict
from governance.actions.decisions import adopt
from governance.actions.reviews import propose_effect
from governance.actions.versions import publish_version
from governance.enums.conflicts import Treatment
from governance.enums.decisions import DecisionState
from governance.enums.proposals import Confidentiality
from governance.enums.reviews import Effect
from governance.models import ConflictDeclaration, Decision, DecisionReview, Proposal, ReviewItem
from governance.queries.checks import findings
from governance.tasks import run_due
from tests.factories.conflicts import recuse
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.people import UserFactory
from tests.factories.reviews import changed, doubted, reported
from tests.factories.rounds import adopted, all_agree, closed, opened, published, reasoned
from tests.people import browser

pytestmark = pytest.mark.django_db
DUE = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _when_it_is_due() -> Any:
    with travel(DUE, tick=False):
        yield


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


def text(answer: Any) -> str:
    assert answer.status_code == 200
    body: str = answer.content.decode()
    return body


def test_owner_reports_answers_and_proposes_to_go_on(board: SmallBoard) -> None:
    decision = doubted(board)
    run_due(DUE)
    page = f"/decisions/{decision.number}/review/"
    owner = browser(board.chair)
    assert "2 of these still need an answer" in text(owner.get(page))
    effect = {
        "effect": "continue",
        "reason": "It works.",
        "next_review_on-day": "1",
        "next_review_on-month": "12",
        "next_review_on-year": "2027",
    }
    refused = owner.post(f"{page}propose/", effect)
    assert refused.status_code == 422
    assert "Say first what was found" in refused.content.decode()
    assert "It works." in refused.content.decode()
    assert owner.post(f"{page}report/", {"found": ""}).status_code == 422
    assert owner.post(f"{page}report/", {"found": "Fewer placements ended."}).status_code == 302
    for item in ReviewItem.objects.all():
        assert item.text.split("\n")[0] in text(owner.get(f"{page}items/{item.pk}/"))
        assert owner.post(f"{page}items/{item.pk}/", {"answer": "There is a template now."}).status_code == 302
    answer = owner.post(f"{page}propose/", effect)
    proposal = Proposal.objects.order_by("-pk")[0]
    assert answer["Location"] == f"/proposals/{proposal.number}/"
    assert "continues unchanged and is reviewed again on 1 December 2027" in text(owner.get(answer["Location"]))
    assert proposal.number in text(owner.get(page))
    assert owner.get(f"{page}items/999999/").status_code == 404


def test_others_read_and_may_not_act(board: SmallBoard, client: Client) -> None:
    decision = doubted(board)
    run_due(DUE)
    page = f"/decisions/{decision.number}/review/"
    trustee, stranger = browser(board.trustees["providers"][1]), browser(UserFactory())
    item = ReviewItem.objects.all()[0]
    for path in ("report/", f"items/{item.pk}/"):
        assert trustee.get(page + path).status_code == 403
        assert stranger.get(page + path).status_code == 403
    assert trustee.get(f"{page}propose/").status_code == 200
    assert stranger.get(f"{page}propose/").status_code == 403
    shown = text(client.get(page))
    assert "Small homes cannot print books." in shown
    assert "Propose what becomes of it" not in shown
    for person in (*board.everyone, board.secretary):
        assert person.name not in shown.replace("Person 1 ", "")


def test_the_public_learns_of_report_and_answers_when_the_review_is_over(board: SmallBoard, client: Client) -> None:
    decision = doubted(board)
    run_due(DUE)
    reported(decision, board.chair, DUE)
    page = f"/decisions/{decision.number}/review/"
    said = ("Fewer placements ended within a month.", "The network prints the books.")
    # What was to be judged reads the same as what was found; the answer does not.
    assert said[1] not in text(client.get(page))
    assert said[1] in text(browser(board.chair).get(page))
    other = changed(board, decision, Effect.RESCIND, DUE)
    shown = text(client.get(page))
    assert said[1] in shown
    assert other.number in shown


def test_register_page_feed_and_files_say_what_superseded_what(board: SmallBoard, client: Client) -> None:
    decision = doubted(board)
    other = changed(board, decision, Effect.SUPERSEDE, DUE)
    earlier = text(client.get(f"/decisions/{decision.number}/"))
    assert other.number in earlier
    assert "It holds no longer" in earlier
    assert decision.number in text(client.get(f"/decisions/{other.number}/"))
    rows = {row["number"]: row for row in json.loads(text(client.get("/decisions/?format=json")))["decisions"]}
    assert rows[decision.number]["superseded_by"] == other.number
    assert rows[other.number]["supersedes"] == decision.number
    assert rows[decision.number]["state"] == DecisionState.SUPERSEDED
    table = list(csv.DictReader(StringIO(text(client.get("/decisions.csv")).lstrip("\ufeff"))))
    assert {row["number"]: row["last_reviewed_on"] for row in table}[decision.number] == "2026-12-08"
    feed = text(client.get("/decisions/feed/"))
    review = DecisionReview.objects.get()
    assert f"/decisions/{decision.number}/review/#review-{review.pk}" in feed
    assert f"{decision.title}: superseded by another decision" in feed
    assert text(client.get("/decisions/feed/?board=nowhere")).count("<entry>") == 0
    api = json.loads(text(client.get(f"/api/v1/decisions/{other.number}/")))
    assert api["supersedes"] == decision.number


def test_what_is_not_public_leaks_through_no_link(board: SmallBoard, client: Client) -> None:
    decision = doubted(board, confidentiality=Confidentiality.MEMBERS)
    other = changed(board, decision, Effect.SUPERSEDE, DUE)
    Decision.objects.filter(pk=other.pk).update(confidentiality=Confidentiality.OPEN)
    places = ("/decisions/?format=json", "/decisions.csv", "/decisions/feed/", f"/decisions/{other.number}/")
    for path in (*places, f"/api/v1/decisions/{other.number}/"):
        assert decision.number not in text(client.get(path)).replace(other.number, ""), path
    assert client.get(f"/decisions/{decision.number}/review/").status_code == 404
    assert browser(UserFactory()).get(f"/decisions/{decision.number}/review/report/").status_code == 404
    assert decision.number in text(browser(board.secretary).get(f"/decisions/{other.number}/"))


def test_who_is_recused_from_a_decision_that_is_not_public_is_so_where_it_is_changed(board: SmallBoard) -> None:
    at = DUE - timedelta(days=30)
    proposal, kept_out = published(board, at, confidentiality=Confidentiality.MEMBERS), board.trustees["directors"][0]
    conflict = recuse(proposal, kept_out, at=at)
    round = opened(board, at, proposal=Proposal.objects.get(pk=proposal.pk))
    all_agree(round, [one for one in board.everyone if one != kept_out], at)
    round = closed(round)
    reasoned(round.proposal, board.chair, round.closes_at)
    decision = adopt(proposal=round.proposal, by=board.chair, at=round.closes_at)
    proposer = board.trustees["providers"][0]
    others: list[Proposal] = []
    for effect in (Effect.RESCIND, Effect.SUPERSEDE):
        draft = propose_effect(decision=decision, effect=effect, reason="It does harm.", by=proposer, at=DUE)
        publish_version(proposal=draft, change_note="", by=proposer, at=DUE)
        others.append(Proposal.objects.get(pk=draft.pk))
    for other in others:
        assert other.number in text(browser(proposer).get("/proposals/"))
        assert other.number not in text(browser(kept_out).get("/proposals/"))
        assert browser(kept_out).get(f"/proposals/{other.number}/").status_code == 404
        voices = opened(board, DUE, proposal=other).entitlements
        assert [voice.person for voice in voices.filter(recused=True)] == [kept_out]
    assert not list(findings(DUE))
    release_conflict(conflict=conflict, why="Sold.", by=board.chair, at=DUE)
    # Voices are fixed when a round opens: kept out of what is open, let in where none is.
    text(browser(kept_out).get(f"/decisions/{decision.number}/"))


def test_recusal_from_an_open_decision_ends_with_it(board: SmallBoard) -> None:
    decision, person = adopted(board), board.trustees["directors"][0]
    ConflictDeclaration.objects.create(
        proposal=decision.proposal,
        person=person,
        what="My employer sells this.",
        declared_by=person,
        declared_at=DUE,
        treatment=Treatment.WITHDRAW,
        reasons="They could gain by it.",
        treated_by=board.chair,
        treated_at=DUE,
    )
    proposer = board.trustees["providers"][0]
    draft = propose_effect(decision=decision, effect=Effect.RESCIND, reason="It does harm.", by=proposer, at=DUE)
    publish_version(proposal=draft, change_note="", by=proposer, at=DUE)
    text(browser(person).get(f"/proposals/{draft.number}/"))


def test_filters_find_by_state_outcome_and_children(board: SmallBoard, client: Client) -> None:
    decision = doubted(board, affects_children=True)
    other = changed(board, decision, Effect.RESCIND, DUE)
    plain = changed(board, other, Effect.RESCIND, DUE)

    def numbers(query: str) -> set[str]:
        found = json.loads(text(client.get(f"/decisions/?format=json&{query}")))
        return {row["number"] for row in found["decisions"]}

    assert numbers("state=rescinded") == {decision.number, other.number}
    assert numbers("outcome=consensus_with_stand_asides") == {decision.number}
    assert numbers("outcome=nonsense") == {decision.number, other.number, plain.number}
    assert numbers("children=on") == {decision.number, other.number, plain.number}
    assert decision.title in text(client.get("/decisions/?state=rescinded&outcome=consensus_with_stand_asides"))


def test_the_page_of_reviews_costs_the_same_with_one_and_three(board: SmallBoard, client: Client) -> None:
    decision = doubted(board)
    counts = []
    for n in range(3):
        at = DUE.replace(year=2026 + n)
        run_due(at)
        with travel(at, tick=False):
            client.get(f"/decisions/{decision.number}/review/")
            with CaptureQueriesContext(connection) as asked:
                client.get(f"/decisions/{decision.number}/review/")
            counts.append(len(asked))
        if n < 2:
            review = DecisionReview.objects.get(decision=decision, closed_at=None)
            reported(decision, board.chair, at)
            review.refresh_from_db()
            review.outcome, review.closed_at, review.next_review_on = "continued", at, date(2027 + n, 12, 1)
            review.rests_on = Decision.objects.get(pk=decision.pk)
            review.save()
            Decision.objects.filter(pk=decision.pk).update(state="continued", review_on=date(2027 + n, 12, 1))
    assert len(set(counts)) == 1
    assert counts[0] <= 10


def test_people_willing_to_help_are_named_to_the_owner_and_counted_for_the_public(
    board: SmallBoard, client: Client
) -> None:
    decision = doubted(board)
    page = f"/decisions/{decision.number}/"
    assert "People willing to help" in text(browser(board.chair).get(page))
    shown = text(client.get(page))
    assert "1 of those who stood aside will help" in shown
    assert "People willing to help" not in shown
