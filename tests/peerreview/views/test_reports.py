"""The pages of a report: who reads which, saving as somebody types, and how many questions they ask."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peerreview.actions.accuracy import comment_on
from peerreview.enums.reviews import ReviewState
from peerreview.models import AccuracyComment, PeerJudgement, ReportFile, Review
from portal.people.models import User
from tests.conftest import NOON
from tests.factories import reports as make
from tests.factories.people import UserFactory
from tests.factories.reviewers import ReviewerConflictFactory
from tests.factories.selfassessments import lead_of, staff_of
from tests.people import browser

pytestmark = pytest.mark.django_db


def status(person: User, path: str) -> int:
    return int(browser(person).get(path).status_code)


def test_script_saves_a_judgement_and_is_told_of_another_text() -> None:
    review = make.visited(1)
    lead, peer = make.team_of(review)[:2]
    path = f"/reviews/{review.pk}/report/standards/1.1/"
    sent = {"person": lead.pk, "base": 0, "writer": "a" * 16, "seq": 1, "commentary": "Seen.", "difference": "So."}
    told = browser(lead).post(path, sent, headers={"Accept": "application/json"}).json()
    assert (told["state"], told["answer"]["difference"]) == ("saved", "So.")
    other = {**sent, "person": peer.pk, "writer": "b" * 16, "commentary": "Otherwise."}
    told = browser(peer).post(path, other, headers={"Accept": "application/json"}).json()
    assert (told["state"], told["answer"]["commentary"]) == ("kept", "Seen.")
    page = browser(peer).get(path).content.decode()
    assert "Otherwise." in page
    assert "Two texts in one field" in page
    assert "We say so." in page
    assert PeerJudgement.objects.get().commentary == "Seen."


def test_a_reason_alone_is_saved_and_nothing_is_said_to_be_nothing() -> None:
    review = make.visited(1)
    lead = make.team_of(review)[0]
    path = f"/reviews/{review.pk}/report/standards/1.1/"
    sent = {"person": lead.pk, "base": 0, "writer": "a" * 16, "seq": 1}
    told = browser(lead).post(path, sent, headers={"Accept": "application/json"}).json()
    assert told["answer"] == {"score": "", "commentary": "", "reason": "", "difference": ""}
    told = browser(lead).post(path, {**sent, "seq": 2, "difference": "So."}, headers={"Accept": "application/json"})
    assert told.json()["version"] == 1
    assert PeerJudgement.objects.get().difference == "So."


def test_every_form_does_its_act() -> None:
    review = make.visited(1)
    team = make.team_of(review)
    client, base = browser(team[0]), f"/reviews/{review.pk}/report/"
    standard = review.edition.standards.get()
    steps: list[tuple[str, dict[str, Any]]] = [
        ("achievements/add/", {"text": "Nobody eats alone."}),
        ("achievements/1/", {"text": "They eat together.", "base": 1}),
        ("recommendations/add/", {**make.SMART, "strength": "must", "standards": [standard.pk]}),
        ("recommendations/1/", {**make.SMART, "strength": "could", "standards": [standard.pk], "base": 1}),
        ("recommendations/add/", {**make.SMART, "strength": "should", "standards": [standard.pk]}),
        ("recommendations/2/remove/", {"reason": "Said twice."}),
        ("summaries/", {"summary": "Warm.", "plain_summary": "Good.", "base": 0}),
        ("put/", {}),
    ]
    for path, data in steps:
        assert client.get(base + path).status_code == 200, path
        assert client.post(base + path, data).status_code == 302, path
    for person in team:
        assert browser(person).post(base + "say/", {"stance": "agree"}).status_code == 302
    assert "They eat together." in client.get(f"{base}words/").content.decode()
    page = client.get(base).content.decode()
    assert "Give the draft to the service" in page
    assert client.post(base + "send/").status_code == 302
    host = browser(lead_of(review))
    version = f"{base}versions/2/"
    assert "Not accurate" in host.get(version).content.decode()
    assert host.post(base + "comments/add/", {"paragraph": 1, "statement": "Not so."}).status_code == 302
    assert host.post(base + "comments/finish/").status_code == 302
    answer = f"{base}versions/2/comments/1/"
    assert client.get(answer).status_code == 200
    assert client.post(answer, {"outcome": "corrected", "reason": "Right."}).status_code == 302
    assert client.post(base + "go-on/").status_code == 302
    assert host.get(version).status_code == 404
    manager = browser(make.manager())
    assert manager.get(base + "final/").status_code == 200
    assert manager.post(base + "final/").status_code == 302
    assert Review.objects.get(pk=review.pk).state == ReviewState.FINAL
    assert "They eat together." in host.get(f"{base}versions/3/").content.decode()
    for file in ReportFile.objects.all():
        answer_ = host.get(f"{base}versions/3/report.{file.format}")
        assert len(b"".join(answer_.streaming_content)) == file.size


def test_only_those_with_a_part_in_it_read_a_report_and_each_at_their_time() -> None:
    review = make.checked()
    base, version = f"/reviews/{review.pk}/report/", f"/reviews/{review.pk}/report/versions/2/"
    host, staff, lead, manager = lead_of(review), staff_of(review), make.team_of(review)[0], make.manager()
    conflicted = make.manager()
    ReviewerConflictFactory(person=conflicted, service=review.service, kind="family")
    strangers = [UserFactory(), UserFactory(roles=["reviewer"]), UserFactory(roles=["administrator"]), conflicted]
    for person in strangers:
        assert (status(person, base), status(person, version)) == (404, 404)
    for person in (host, staff, lead, manager):
        assert (status(person, base), status(person, version)) == (200, 200)
    assert status(host, f"/reviews/{review.pk}/report/versions/1/") == 404
    assert status(host, f"/reviews/{review.pk}/report/standards/1.1/") == 404
    make.corrected(review)
    assert (status(host, base), status(host, version), status(staff, base)) == (200, 404, 404)
    drafting = make.visited(1)
    path = f"/reviews/{drafting.pk}/report/"
    assert (status(lead_of(drafting), path), status(make.team_of(drafting)[1], path)) == (404, 200)


@pytest.mark.parametrize("who", ["lead", "host", "manager"])
def test_pages_ask_as_many_questions_for_one_standard_as_for_three(who: str) -> None:
    asked: dict[int, list[int]] = {}
    for many in (1, 3):
        review = make.checked(make.agreed(make.drafted(many)))
        host = lead_of(review)
        for n in range(1, many + 1):
            comment_on(review=make.fresh(review), paragraph=n, statement="Not so.", by=host, at=NOON)
        person = {"lead": make.team_of(review)[0], "host": host, "manager": make.manager()}[who]
        client = browser(person)
        asked[many] = []
        more = [] if who == "host" else ["standards/1.1/", "standards/", "words/"]
        client.get(f"/reviews/{review.pk}/report/")
        for path in ("", "versions/2/", *more):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"/reviews/{review.pk}/report/{path}").status_code == 200
            asked[many].append(len(queries))
    assert asked[1] == asked[3], asked
    assert AccuracyComment.objects.count() == 4
    assert max(asked[1]) <= {"lead": 14, "host": 11, "manager": 12}[who], asked
