"""The pages of amendments: what each reader sees, that nothing typed is lost, and what they cost."""

from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance.actions.amendments import decline_amendment, withdraw_amendment
from governance.actions.discussion import raise_concern
from governance.actions.proposals import move_proposal
from governance.domain.versions import ClauseInput
from governance.enums.amendments import AmendmentKind, AmendmentState
from governance.enums.proposals import Confidentiality, ProposalState
from governance.enums.rounds import Stance
from governance.models import Amendment, AmendmentStep, Block, Concern, Position, Proposal
from portal.notifications.queries.notices import visible_notices
from portal.search.filling import rebuild
from portal.search.finding import search
from portal.today import today
from tests.factories.amendments import clauses, merged, next_text, proposed, write
from tests.factories.governance import ConstituencyMembershipFactory, SmallBoard, board_with_trustees
from tests.factories.proposals import next_version, proposal_in_discussion
from tests.factories.rounds import agreed, opened
from tests.people import browser, person
from tests.remembering import remembered

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def at() -> datetime:
    return timezone.now() - timedelta(minutes=5)


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


@pytest.fixture
@remembered
def proposal(board: SmallBoard, at: datetime) -> Proposal:
    return proposal_in_discussion(board, at=at)


def here(proposal: Proposal, part: str = "") -> str:
    return f"/proposals/{proposal.number}/{part}"


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def sent(client: Client, address: str, **typed: str) -> Any:
    """Send the page's own form back with what was typed."""
    form = client.get(address).context["form"]
    fields = {field.html_name: field.value() for field in form}
    kept = {name: value for name, value in fields.items() if value not in (None, False, "")}
    return client.post(address, {**kept, **typed})


def test_amendment_is_proposed_in_two_steps_without_a_script(board: SmallBoard, proposal: Proposal) -> None:
    client, clause = browser(board.trustees["directors"][0]), clauses(proposal)[1]
    page = body(client, here(proposal))
    assert "Nobody has proposed other words" in page
    assert f"?kind=replace&amp;clause={clause.pk}" in page
    first = client.get(here(proposal, "amendments/new/"))
    assert 'method="get"' in first.content.decode()
    second = here(proposal, f"amendments/new/?kind=replace&clause={clause.pk}&concern=")
    assert clause.text in body(client, second)
    incomplete = sent(client, second, text="Each pays alike.", rationale=" ")
    assert incomplete.status_code == 422
    assert "Each pays alike." in incomplete.content.decode()
    done = sent(client, second, text="Each pays <b>alike</b>.", rationale="It's simpler & fair.")
    assert done.status_code == 302
    assert done["Location"] == here(proposal, "amendments/1/")
    page = body(client, done["Location"])
    assert "&lt;b&gt;" in page
    assert "<b>alike" not in page
    assert "It&#x27;s simpler &amp; fair." in page


@pytest.mark.parametrize("kind", ["insert", "delete"])
def test_clause_is_added_or_left_out_by_its_own_form(board: SmallBoard, proposal: Proposal, kind: str) -> None:
    client, clause = browser(board.chair), clauses(proposal)[1]
    address = here(proposal, f"amendments/new/?kind={kind}&clause={clause.pk}")
    typed = {"text": "A new one.", "rationale": "Why not."} if kind == "insert" else {"rationale": "Not needed."}
    assert sent(client, address, **typed).status_code == 302
    made = Amendment.objects.get()
    assert (made.clause, made.after) == ((None, clause) if kind == "insert" else (clause, None))
    words = "A new clause after clause 2" if kind == "insert" else "The whole clause would be left out"
    assert words in body(client, here(proposal, "amendments/1/"))


def test_a_new_clause_alone_can_stand_at_the_start(board: SmallBoard, proposal: Proposal) -> None:
    client = browser(board.chair)
    wrong = client.get(here(proposal, "amendments/new/?kind=replace&clause=first"))
    assert "Choose the clause to change" in wrong.content.decode()
    assert (
        sent(client, here(proposal, "amendments/new/?kind=insert&clause=first"), text="A", rationale="B").status_code
        == 302
    )
    assert "A new first clause" in body(client, here(proposal, "amendments/1/"))


def test_concern_is_raised_with_an_amendment(board: SmallBoard, proposal: Proposal) -> None:
    client, clause = browser(board.chair), clauses(proposal)[0]
    raised = sent(client, here(proposal, "concerns/new/"), clause=str(clause.pk), text="One is few.", amend="on")
    concern = Concern.objects.get()
    assert raised["Location"] == here(proposal, f"amendments/new/?kind=replace&clause={clause.pk}&concern={concern.pk}")
    assert sent(client, raised["Location"], text="Two beds.", rationale="One is few.").status_code == 302
    assert Amendment.objects.get().answers.get().concern == concern
    page = body(client, here(proposal))
    assert "Amendment 1</a> is meant to resolve it." in page


def test_answers_are_offered_to_those_who_answer_and_readers_only_read(
    board: SmallBoard, proposal: Proposal, at: datetime
) -> None:
    author = board.trustees["directors"][0]
    proposed(proposal, author, at=at)
    near = ConstituencyMembershipFactory(board=board.board).person
    for reader, acts in (
        (proposal.proposer, {"merge", "decline"}),
        (author, {"withdraw"}),
        (board.trustees["young-people"][0], set()),
        (near, set()),
    ):
        for part in ("", "amendments/", "amendments/1/"):
            page = body(browser(reader), here(proposal, part))
            shown = {act for act in ("merge", "decline", "withdraw", "renew") if f"amendments/1/{act}/" in page}
            assert shown == acts, (reader, part)
    assert browser(near).get(here(proposal, "amendments/1/merge/")).status_code == 403
    assert browser(person()).get(here(proposal, "amendments/1/")).status_code == 404
    assert browser(author).get(here(proposal, "amendments/2/")).status_code == 404


def test_amendment_is_taken_in_published_and_named(board: SmallBoard, proposal: Proposal, at: datetime) -> None:
    author = board.trustees["directors"][0]
    worried = board.trustees["young-people"][0]
    concern = raise_concern(proposal=proposal, text="One is few.", by=worried, at=at)
    proposed(proposal, author, at=at, concerns=[concern])
    client = browser(proposal.proposer)
    assert "Take it into the next version" in body(client, here(proposal, "amendments/1/merge/"))
    assert client.post(here(proposal, "amendments/1/merge/")).status_code == 302
    assert client.post(here(proposal, "amendments/1/merge/")).status_code == 302
    assert "It counts once that version is published" in body(browser(author), here(proposal))
    page = body(client, here(proposal, "publish/"))
    assert "Amendments in this text" in page
    assert f"Takes in amendment 1 by {author}. Clause 1: One emergency bed." in page
    assert sent(client, here(proposal, "publish/")).status_code == 302
    assert "Takes in amendment 1" in body(browser(author), here(proposal))
    assert "Amendments it takes in" in body(browser(author), here(proposal, "versions/2/"))
    assert "word for word" in body(browser(author), here(proposal, "amendments/1/"))
    assert "amendment 1" in body(browser(author), here(proposal, "history/"))
    # The one who raised the concern is asked, and says so.
    reader = browser(worried)
    assert "Does it resolve the concern?" in body(reader, here(proposal))
    resolve = here(proposal, f"concerns/{concern.pk}/resolve/")
    assert "Version 2 takes in amendment 1, which was meant to resolve this. Does it?" in body(reader, resolve)
    assert sent(reader, resolve).status_code == 302
    assert "amendment 1</a> in version 2." in body(reader, here(proposal))
    assert "with this amendment, in version 2" in body(reader, here(proposal, "amendments/1/"))


def test_conflict_shows_all_sides_and_keeps_what_was_typed(board: SmallBoard, proposal: Proposal, at: datetime) -> None:
    first, second = (proposed(proposal, board.chair, text=text, at=at) for text in ("Two beds.", "Three beds."))
    client = browser(proposal.proposer)
    seen = here(proposal, "amendments/2/merge/")
    before_conflict = client.get(seen)
    merged(first, at=at)
    # A page opened before the other amendment was taken in: nothing is joined by itself.
    stale = client.post(seen, {})
    page = " ".join(stale.content.decode().split())
    assert stale.status_code == 422
    for words in ("The clause in version 1", "As the working copy has it now", f"As {board.chair} proposes"):
        assert words in page
        assert words not in before_conflict.content.decode()
    form = stale.context["form"]
    write(proposal, 1, "Four beds.")
    old = client.post(seen, {"text": "Two or three.", "heading": "Beds", "expected": form.data["expected"]})
    assert old.status_code == 422
    assert "Two or three." in old.content.decode()
    assert "changed meanwhile" in old.content.decode()
    again = old.context["form"].data
    answer = client.post(seen, {name: again[name] for name in ("text", "heading", "expected")})
    assert answer.status_code == 302
    second.refresh_from_db()
    assert second.state == AmendmentState.MERGED
    assert clauses(proposal)[0].text == "Two or three."


def test_declining_needs_a_reason_that_everybody_reads(board: SmallBoard, proposal: Proposal, at: datetime) -> None:
    author = board.trustees["directors"][0]
    proposed(proposal, author, at=at)
    client, address = browser(proposal.proposer), here(proposal, "amendments/1/decline/")
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "There is no money for it."}).status_code == 302
    assert "There is no money for it." in body(browser(author), here(proposal, "amendments/1/"))
    late = client.post(here(proposal, "amendments/1/merge/"))
    assert late.status_code == 422
    assert "does not wait for an answer any more" in late.content.decode()


def test_outdated_amendment_is_renewed_with_both_texts_in_sight(
    board: SmallBoard, proposal: Proposal, at: datetime
) -> None:
    author = board.trustees["directors"][0]
    proposed(proposal, author, text="Two beds.", at=at)
    next_version(proposal, "One bed from six in the evening.", at=at)
    client = browser(author)
    assert "It is never taken in as it is" in body(client, here(proposal))
    page = body(client, here(proposal, "amendments/1/renew/"))
    for words in ("from version 1 to 2", "from six in the evening", "What you proposed on version 1", "Two beds."):
        assert words in page
    assert sent(client, here(proposal, "amendments/1/renew/"), text="Two beds from six.").status_code == 302
    assert "about version 2" in body(client, here(proposal, "amendments/1/"))


def test_amendment_to_a_clause_that_is_gone_asks_for_a_place(
    board: SmallBoard, proposal: Proposal, at: datetime
) -> None:
    author = board.trustees["directors"][0]
    proposed(proposal, author, at=at)
    proposed(proposal, author, kind=AmendmentKind.DELETE, at=at)
    merged(proposed(proposal, author, kind=AmendmentKind.DELETE, at=at), at=at)
    next_text(proposal, at=at)
    client = browser(author)
    address = here(proposal, "amendments/1/renew/")
    assert "The clause is left out." in body(client, address)
    assert sent(client, address, after="first").status_code == 302
    assert Amendment.objects.get(n=1).kind == AmendmentKind.INSERT
    assert "there is nothing to renew" in body(client, here(proposal, "amendments/2/renew/"))


def test_concern_is_linked_on_a_page_of_its_own(board: SmallBoard, proposal: Proposal, at: datetime) -> None:
    proposed(proposal, board.chair, at=at)
    client, address = browser(board.chair), here(proposal, "amendments/1/concerns/")
    assert client.get(address).status_code == 403
    concern = raise_concern(proposal=proposal, text="One is few.", by=board.chair, at=at)
    assert "Link a concern" in body(client, here(proposal, "amendments/1/"))
    assert client.post(address, {"concern": str(concern.pk)}).status_code == 302
    assert "One is few." in body(client, here(proposal, "amendments/1/"))


def test_list_is_narrowed_by_state(board: SmallBoard, proposal: Proposal, at: datetime) -> None:
    client = browser(board.chair)
    assert "No amendments yet" in body(client, here(proposal, "amendments/"))
    one, two, _three = (proposed(proposal, board.chair, place=place, at=at) for place in (1, 2, 3))
    decline_amendment(amendment=one, reason="No", by=proposal.proposer, at=at)
    withdraw_amendment(amendment=two, why="Not needed", by=board.chair, at=at)
    for state, numbers in (("", {1, 2, 3}), ("declined", {1}), ("withdrawn", {2}), ("proposed", {3}), ("x", {1, 2, 3})):
        page = body(client, here(proposal, f"amendments/?state={state}&page=1"))
        assert {n for n in (1, 2, 3) if f'id="amendment-{n}"' in page} == numbers
    assert "No amendment is in this state" in body(client, here(proposal, "amendments/?state=merged"))


def test_provisionally_agreed_text_says_that_nothing_is_taken_in(
    board: SmallBoard, proposal: Proposal, at: datetime
) -> None:
    proposed(proposal, board.chair, at=at)
    for state in (ProposalState.TESTING, ProposalState.PROVISIONALLY_AGREED):
        move_proposal(proposal=proposal, to=state, by=None, reason="Test", at=at)
    assert "nothing is taken into it now" in body(browser(board.chair), here(proposal, "amendments/1/"))
    refused = browser(proposal.proposer).post(here(proposal, "amendments/1/merge/"))
    assert refused.status_code == 422
    assert "its text stands as it is" in refused.content.decode()


def test_who_amends_a_blocked_proposal_reads_what_would_remove_the_block(board: SmallBoard, at: datetime) -> None:
    objector, clauses_wanted = board.everyone[0], "kind=insert&clause=first"
    round = agreed(board, at - timedelta(days=8), stances={objector: Stance.BLOCK})
    blocked = round.proposal
    address = here(blocked, f"amendments/new/?{clauses_wanted}")
    condition = Block.objects.get().removal_condition
    assert condition in unescape(body(browser(objector), address))
    typed = {"text": condition, "rationale": "This meets what would remove the block."}
    assert sent(browser(objector), address, **typed).status_code == 302
    merged(Amendment.objects.get(), by=board.chair, at=at)
    next_text(blocked, at=at)
    assert Proposal.objects.get().state == ProposalState.DISCUSSION
    assert "would remove the block:" not in body(browser(objector), address)


def test_recused_trustee_learns_nothing_of_amendments(board: SmallBoard, proposal: Proposal, at: datetime) -> None:
    author = board.trustees["directors"][0]
    amendment = proposed(proposal, author, text="An aardvark in every home.", at=at)
    opened(board, at, proposal=proposal, recused=[author])
    client = browser(author)
    for part in (
        "",
        "amendments/",
        "amendments/new/",
        "amendments/1/",
        "amendments/1/withdraw/",
        "amendments/1/renew/",
    ):
        assert client.get(here(proposal, part)).status_code == 404, part
    merged(amendment, at=at)
    assert visible_notices(author, timezone.now()) == []
    rebuild()
    assert search(author, "aardvark", timezone.now()).total == 0


def test_today_asks_the_proposer_the_author_and_whoever_was_worried(
    board: SmallBoard, proposal: Proposal, at: datetime
) -> None:
    author, worried = board.trustees["directors"][0], board.trustees["young-people"][0]
    concern = raise_concern(proposal=proposal, text="One is few.", by=worried, at=at)
    one = proposed(proposal, author, at=at)
    proposed(proposal, author, place=2, at=at, concerns=[concern])

    def wanted(who: Any) -> str:
        return " ".join(str(card.title) for card in today(type(who).objects.get(pk=who.pk), timezone.now()).cards)

    assert "2 amendments to" in wanted(proposal.proposer)
    assert wanted(author) == wanted(worried) == ""
    merged(Amendment.objects.get(n=2), at=at)
    write(proposal, 1, "Otherwise.")
    next_text(proposal, at=at)
    assert "Renew or withdraw your amendment" in wanted(author)
    assert "Is your concern about" in wanted(worried)
    withdraw_amendment(amendment=one, by=author, at=at)
    assert wanted(author) == ""
    later = timezone.now() + timedelta(days=22)
    assert "concern" not in " ".join(
        str(card.title) for card in today(type(worried).objects.get(pk=worried.pk), later).cards
    )


def test_chair_is_told_of_what_waits_before_opening_a_round(
    board: SmallBoard, proposal: Proposal, at: datetime
) -> None:
    chair = browser(board.chair)
    assert "waits for an answer" not in body(chair, here(proposal, "rounds/open/"))
    proposed(proposal, board.trustees["directors"][0], at=at)
    assert "1 amendment waits for an answer. Taking it in makes" in body(chair, here(proposal, "rounds/open/"))
    assert "Amendments without an answer" in body(chair, here(proposal))
    assert "Waits for you" in body(browser(proposal.proposer), "/proposals/")


def test_search_finds_an_amendment_for_those_who_may_read_its_proposal(board: SmallBoard, at: datetime) -> None:
    hidden = proposal_in_discussion(board, at=at, confidentiality=Confidentiality.MEMBERS)
    amendment = proposed(hidden, board.chair, text="An aardvark in every home.", at=at)
    near = ConstituencyMembershipFactory(board=board.board).person
    rebuild()
    found = search(board.secretary, "aardvark", timezone.now()).hits
    assert [hit.url for hit in found] == [here(hidden, "amendments/1/")]
    for reader in (near, person()):
        assert search(reader, "aardvark", timezone.now()).total == 0
    withdraw_amendment(amendment=amendment, by=board.chair, at=at)
    assert search(board.secretary, "aardvark", timezone.now()).total == 0


def test_proposal_keeps_its_budget_with_thirty_versions_and_a_hundred_amendments(
    board: SmallBoard, at: datetime
) -> None:
    many = [ClauseInput(f"Clause {n}", f"Text {n}.") for n in range(1, 6)]
    proposal = proposal_in_discussion(board, at=at, clauses=many)
    for n in range(29):
        next_version(proposal, f"Changed {n}.", at=at)
    round = opened(board, at, proposal=proposal)
    for one in board.everyone:
        voice = round.entitlements.get(person=one)
        Position.objects.create(entitlement=voice, n=1, stance=Stance.AGREE, recorded_by=one, at=at)
    concern = raise_concern(proposal=proposal, text="One is few.", by=board.chair, at=at)
    pattern = proposed(proposal, board.chair, place=2, at=at, concerns=[concern])
    readers = [
        browser(who) for who in (board.chair, proposal.proposer, board.secretary, board.trustees["directors"][0])
    ]
    few = [queries_of(reader, here(proposal)) for reader in readers]
    lists = [queries_of(readers[0], here(proposal, part)) for part in ("amendments/", "amendments/1/")]
    for n in range(2, 101):
        row = Amendment.objects.get(pk=pattern.pk)
        row.pk, row.n = None, n
        row._state.adding = True
        row.state = (AmendmentState.PROPOSED, AmendmentState.OUTDATED, AmendmentState.WITHDRAWN)[n % 3]
        row.save_without_historical_record()
    assert [queries_of(reader, here(proposal)) for reader in readers] == few
    assert max(few) <= 12
    assert [queries_of(readers[0], here(proposal, part)) for part in ("amendments/", "amendments/1/")] == lists
    assert max(lists) <= 10
    page = body(readers[0], here(proposal))
    assert "See all 100 amendments" in page
    assert page.count('id="amendment-') == 12
    assert AmendmentStep.objects.count() == 1
