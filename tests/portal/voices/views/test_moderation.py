"""The readers' pages: content opens step by step, every act is a step, lists cost the same however long."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from portal.voices.actions import moderation as actions
from portal.voices.enums.moderation import Audience, Verdict
from portal.voices.enums.statements import AttachmentKind, Privacy, StatementState
from portal.voices.models import Attachment, Case, Redaction, Release, Statement
from portal.voices.models.files import keep_sealed
from tests.conftest import NOON
from tests.factories.statements import SAID, deputy, lead, moderator, place, statement
from tests.people import browser, person

pytestmark = pytest.mark.django_db
S = StatementState


@pytest.fixture(autouse=True)
def _noon(settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOON, tick=False):
        yield


def page(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(f"voices:{name}", args=args))
    assert response.status_code == 200, (name, response.status_code)
    return response.content.decode()


def send(client: Client, name: str, *args: object, **data: object) -> Any:
    return client.post(reverse(f"voices:{name}", args=args), data)


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same_however_much_waits(count: int, django_assert_num_queries: Callable[..., Any]) -> None:
    who = moderator()
    for number in range(count):
        statement(where=place(), taken_by=moderator() if number else None)
    client = browser(who)
    page(client, "moderation")
    with django_assert_num_queries(8):
        page(client, "moderation")


def test_the_queue_puts_the_urgent_first_then_the_oldest_and_says_nothing_of_what_was_said() -> None:
    who = moderator()
    young = statement(text="Words nobody opened.")
    old = statement(text="Words nobody opened.")
    urgent = statement(text="Words nobody opened.", priority="urgent")
    Statement.objects.filter(pk=old.pk).update(given_on=NOON.date() - timedelta(days=7))
    shown = page(browser(who), "moderation")
    places = [shown.index(str(row.pk)) for row in (urgent, old, young)]
    assert places == sorted(places)
    assert "Waiting for 5 working days" in shown
    assert "Words nobody opened" not in shown


def test_words_are_shown_only_after_they_were_opened_and_opening_is_noted() -> None:
    who, row = moderator(), statement(text=f"{SAID} hurt Zebedee Quill.", where=place(name="Elmbrook House"))
    client = browser(who)
    closed = page(client, "moderation_statement", row.pk)
    assert SAID not in closed
    assert "How is it here?" in closed
    sent_back = client.get(reverse("voices:moderation_words", args=[row.pk]))
    assert sent_back["Location"] == reverse("voices:moderation_statement", args=[row.pk])
    assert send(client, "moderation_open", row.pk).status_code == 302
    opened = page(client, "moderation_words", row.pk)
    assert "unmistakable turquoise walrus" in opened
    assert "<mark>Zebedee Quill</mark>" in opened or "<mark>Zebedee</mark>" in opened
    assert list(row.steps.values_list("verdict", flat=True)) == [Verdict.TAKEN, Verdict.READ]
    assert Statement.objects.get(pk=row.pk).taken_by == who
    assert SAID not in page(client, "moderation_statement", row.pk)
    with time_machine.travel(NOON + timedelta(hours=8), tick=False):
        later = browser(who).get(reverse("voices:moderation_words", args=[row.pk]))
        assert later["Location"] == reverse("voices:moderation_statement", args=[row.pk])


def test_words_are_taken_out_side_by_side_and_nothing_typed_is_lost() -> None:
    who, row = moderator(), statement(text=f"{SAID} and Zebedee Quill.", state=S.IN_MODERATION)
    client = browser(who)
    send(client, "moderation_open", row.pk)
    both = page(client, "moderation_redact", row.pk, 1)
    assert both.count("turquoise walrus") == 2
    refused = send(client, "moderation_redact", row.pk, 1, text="It was […].", reason="")
    assert refused.status_code == 422
    assert "It was […]." in refused.content.decode()
    send(client, "moderation_redact", row.pk, 1, text="It was […].", reason="A name")
    assert Redaction.objects.get().text == "It was […]."
    assert "It was […]." in page(client, "moderation_words", row.pk)


def test_a_statement_is_cleared_released_and_for_everybody_by_two() -> None:
    one, two, row = moderator(), moderator(), statement(state=S.IN_MODERATION, where=place())
    first, second = browser(one), browser(two)
    assert first.get(reverse("voices:moderation_release", args=[row.pk])).status_code == 404
    send(first, "moderation_clear", row.pk)
    who_reads = page(first, "moderation_release", row.pk)
    assert "The reviewers who visit the home" in who_reads
    assert SAID in who_reads
    send(first, "moderation_release", row.pk, audience="board")
    send(first, "moderation_release", row.pk, audience="public")
    board, public = Release.objects.order_by("pk")
    assert (board.released_by, public.released_by) == (one, None)
    assert "A second person has to agree" in page(first, "moderation_statement", row.pk)
    assert first.get(reverse("voices:moderation_agree", args=[row.pk, public.pk])).status_code == 404
    assert str(row.pk) in second.get(reverse("voices:moderation") + "?show=second").content.decode()
    assert str(row.pk) not in first.get(reverse("voices:moderation") + "?show=second").content.decode()
    send(second, "moderation_agree", row.pk, public.pk)
    public.refresh_from_db()
    assert public.released_by == two
    send(first, "moderation_end", row.pk, board.pk, reason="Asked for it")
    assert Release.objects.filter(ended_at=None).get() == public


def test_holding_takes_it_from_the_moderator_and_gives_it_to_lead_and_deputy() -> None:
    reads, one, row = moderator(), lead(), statement(state=S.IN_MODERATION)
    client = browser(reads)
    assert send(client, "moderation_hold", row.pk, why="").status_code == 422
    response = send(client, "moderation_hold", row.pk, why="He says he is hurt.")
    assert response["Location"] == reverse("voices:moderation")
    assert client.get(reverse("voices:moderation_statement", args=[row.pk])).status_code == 404
    assert browser(one).get(reverse("voices:moderation_statement", args=[row.pk])).status_code == 200
    assert Case.objects.get().statement == row


def test_a_drawing_is_closed_until_it_is_opened_and_sent_so_that_nothing_runs_in_it() -> None:
    who, row = moderator(), statement(state=S.IN_MODERATION)
    file = Attachment.objects.create(
        statement=row,
        kind=AttachmentKind.PICTURE,
        file=keep_sealed(b"\x89PNG a drawing"),
        content_type="image/png",
        size=14,
    )
    client = browser(who)
    address = reverse("voices:moderation_content", args=[row.pk, file.pk])
    assert address not in page(client, "moderation_statement", row.pk)
    assert client.get(address).status_code == 404
    assert client.get(reverse("voices:moderation_file", args=[row.pk, file.pk])).status_code == 302
    send(client, "moderation_open_file", row.pk, file.pk)
    assert address in page(client, "moderation_file", row.pk, file.pk)
    response = client.get(address)
    assert response.content == b"\x89PNG a drawing"
    assert response["Cache-Control"] == "no-store, private"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert browser(moderator()).get(address).status_code == 404
    send(client, "moderation_file", row.pk, file.pk, shows_faces_or_names="yes")
    file.refresh_from_db()
    assert file.shows_faces_or_names is True
    assert [step.verdict for step in row.steps.all()] == [Verdict.FILE_OPENED, Verdict.FILE_JUDGED]
    file.content_type = "text/html"
    file.save()
    assert client.get(address)["Content-Type"] == "application/octet-stream"


def test_an_objection_waits_in_the_queue_and_is_answered() -> None:
    who, row = moderator(), statement(state=S.IN_MODERATION)
    actions.redact(words=row.words.get(), text="[…]", reason="A place", by=who, at=NOON)
    Redaction.objects.update(objected_on=NOON.date(), objection="That is my dog!")
    client = browser(who)
    assert str(row.pk) in client.get(reverse("voices:moderation") + "?show=objections").content.decode()
    assert "That is my dog!" in page(client, "moderation_answer", row.pk, 1)
    send(client, "moderation_answer", row.pk, 1, answer="You are right. It is back.")
    assert Redaction.objects.get().answered_at == NOON
    assert str(row.pk) not in client.get(reverse("voices:moderation") + "?show=objections").content.decode()


@pytest.mark.parametrize("act", ["take", "hold", "needs_redaction", "return", "clear", "put_back"])
def test_every_act_has_its_page_and_a_stranger_none(act: str) -> None:
    state = {"take": S.RECEIVED, "put_back": S.RELEASED}.get(act, S.IN_MODERATION)
    row = statement(state=state)
    client = browser(deputy())
    assert SAID not in page(client, f"moderation_{act}", row.pk)
    for stranger in (person(), person("administrator"), person("editor")):
        assert browser(stranger).get(reverse(f"voices:moderation_{act}", args=[row.pk])).status_code == 404
        assert send(browser(stranger), f"moderation_{act}", row.pk).status_code == 404
    data = {"why": "A worry.", "reason": "It names others.", "note": "A note."}
    assert send(client, f"moderation_{act}", row.pk, **data).status_code == 302
    assert row.steps.exists()


def test_the_author_s_name_is_shown_only_where_they_gave_it() -> None:
    who = moderator()
    client = browser(who)
    named = statement(privacy=Privacy.NAMED, sealed_name="Marigold Quill", where=place())
    private = statement(privacy=Privacy.PRIVATE, sealed_name="Basil Thorne", where=place(name="Thornfield Lodge"))
    for row in (named, private):
        send(client, "moderation_open", row.pk)
    assert "Marigold Quill" in page(client, "moderation_words", named.pk)
    for name in ("moderation_words", "moderation_statement"):
        shown = page(client, name, private.pk)
        assert not re.search("Basil|Thorne|Thornfield", shown)
    assert "Thornfield" not in page(client, "moderation")


def test_released_to_the_public_ends_when_new_words_are_cleared() -> None:
    one, two, row = moderator(), moderator(), statement(state=S.IN_MODERATION, cleared=True)
    found = actions.propose_release(statement=row, audience=Audience.PUBLIC, by=one, at=NOON)
    actions.release(release=found, by=two, at=NOON)
    row.words.create(n=2, text="More.", said_on=NOON.date())
    assert "words were added" in page(browser(one), "moderation")
    send(browser(one), "moderation_clear", row.pk)
    assert Release.objects.get().ended_at is not None
