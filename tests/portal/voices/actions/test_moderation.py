"""What readers do: table of acts by state, what each leaves behind, and what nobody may do."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.people.refusals import Refused
from portal.voices.actions import moderation as actions
from portal.voices.domain.moderation import MAY_BE_READ_BY_AUDIENCES
from portal.voices.enums.moderation import Audience, Verdict
from portal.voices.enums.statements import AttachmentKind, StatementState
from portal.voices.models import Attachment, Case, Redaction, Release, Statement
from tests.conftest import NOON
from tests.factories.statements import campaign, deputy, lead, moderator, place, statement
from tests.people import person

pytestmark = pytest.mark.django_db
S = StatementState
WITH_A_READER = {S.IN_MODERATION, S.HELD_REDACTION}


def state_of(row: Statement) -> str:
    return Statement.objects.values_list("state", flat=True).get(pk=row.pk)


# Act, from which states it is allowed, which state it leads to (None: it stays).
ACTS = [
    ("take", {S.RECEIVED, S.IN_MODERATION, S.HELD_REDACTION}, {S.RECEIVED: S.IN_MODERATION}),
    (
        "hold",
        set(S) - {S.DRAFT, S.HELD_SAFEGUARDING},
        # What is put away does not move: its case keeps it from others.
        dict.fromkeys(set(S) - {S.ARCHIVED}, S.HELD_SAFEGUARDING),
    ),
    ("needs_redaction", {S.IN_MODERATION}, {S.IN_MODERATION: S.HELD_REDACTION}),
    ("return_", {S.IN_MODERATION}, {S.IN_MODERATION: S.RETURNED}),
    ("clear", WITH_A_READER | MAY_BE_READ_BY_AUDIENCES, {S.HELD_REDACTION: S.IN_MODERATION}),
    (
        "put_back",
        {S.RELEASED, S.RETURNED, S.HELD_REDACTION},
        dict.fromkeys([S.RELEASED, S.RETURNED, S.HELD_REDACTION], S.IN_MODERATION),
    ),
]
WORDS_OF = {"hold": {"why": "A worry."}, "return_": {"reason": "It names others."}}


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize(("act", "allowed", "leads_to"), ACTS)
def test_an_act_is_done_where_the_table_allows_it_and_refused_elsewhere(
    act: str, allowed: set[str], leads_to: dict[str, str], state: str
) -> None:
    row = statement(state=state)
    # A moderator does not even know of what is held; the deputy does.
    by = deputy() if state == S.HELD_SAFEGUARDING else moderator()
    do = getattr(actions, act)
    if state == S.DRAFT:
        with pytest.raises(PermissionDenied):
            do(statement=row, by=by, at=NOON, **WORDS_OF.get(act, {}))
    elif state in allowed:
        do(statement=row, by=by, at=NOON, **WORDS_OF.get(act, {}))
        assert state_of(row) == leads_to.get(S(state), state)
        assert row.steps.get().by == by
    else:
        with pytest.raises(Refused):
            do(statement=row, by=by, at=NOON, **WORDS_OF.get(act, {}))
        assert state_of(row) == state
        assert not row.steps.exists()


@pytest.mark.parametrize("act", [act for act, _allowed, _to in ACTS])
def test_nobody_else_does_any_of_it(act: str) -> None:
    row = statement(state=S.IN_MODERATION)
    for who in (person(), person("administrator"), person("participation_lead"), person("independent_helper")):
        with pytest.raises(PermissionDenied):
            getattr(actions, act)(statement=row, by=who, at=NOON, **WORDS_OF.get(act, {}))


def test_holding_opens_a_case_that_says_why_and_alerts_lead_and_deputy() -> None:
    first, second, row = lead(), deputy(), statement(state=S.IN_MODERATION, where=place())
    case = actions.hold(statement=row, why="He says he is hurt.", by=moderator(), at=NOON)
    assert (case.told, case.place, case.statement) == ("He says he is hurt.", row.place, row)
    assert set(case.alerts.values_list("person", flat=True)) == {first.pk, second.pk}
    assert Statement.objects.get(pk=row.pk).priority == "urgent"
    with pytest.raises(Refused):
        actions.hold(statement=statement(state=S.IN_MODERATION), why="  ", by=moderator(), at=NOON)
    assert Case.objects.count() == 1


def test_words_are_taken_out_with_a_reason_and_the_original_stays_sealed() -> None:
    by, row = moderator(), statement(state=S.IN_MODERATION, text="Zebedee shouts.")
    words = row.words.get()
    with pytest.raises(Refused, match="Nothing is taken out"):
        actions.redact(words=words, text="Zebedee shouts. ", reason="x", by=by, at=NOON)
    with pytest.raises(Refused, match="the author reads it"):
        actions.redact(words=words, text="[A name] shouts.", reason=" ", by=by, at=NOON)
    actions.redact(words=words, text="[A name] shouts.", reason="A name", by=by, at=NOON)
    actions.redact(words=words, text="[Somebody] shouts.", reason="A name", by=by, at=NOON)
    words.refresh_from_db()
    assert (words.text, words.redaction.text) == ("Zebedee shouts.", "[Somebody] shouts.")
    actions.redact(words=words, text="Zebedee shouts.", reason="", by=by, at=NOON)
    assert not Redaction.objects.exists()
    assert [step.verdict for step in row.steps.all()] == [Verdict.REDACTED] * 3


def test_a_text_changed_after_it_was_cleared_or_proposed_is_read_again() -> None:
    by, row = moderator(), statement(state=S.IN_MODERATION, cleared=True)
    actions.propose_release(statement=row, audience=Audience.PUBLIC, by=by, at=NOON)
    other = moderator()
    actions.redact(words=row.words.get(), text="[…]", reason="A place", by=other, at=NOON)
    release = Release.objects.get()
    assert release.ended_at == NOON
    with pytest.raises(Refused):
        actions.release(release=release, by=other, at=NOON)
    with pytest.raises(Refused, match="not been read and cleared"):
        actions.propose_release(statement=row, audience=Audience.PUBLIC, by=other, at=NOON)


def test_for_everybody_two_people_decide_and_for_others_one_may() -> None:
    one, two, row = moderator(), moderator(), statement(state=S.IN_MODERATION, cleared=True, where=place())
    public = actions.propose_release(statement=row, audience=Audience.PUBLIC, by=one, at=NOON)
    with pytest.raises(Refused, match="two people"):
        actions.release(release=public, by=one, at=NOON)
    assert state_of(row) == S.IN_MODERATION
    board = actions.propose_release(statement=row, audience=Audience.BOARD, by=one, at=NOON)
    actions.release(release=board, by=one, at=NOON)
    assert state_of(row) == S.RELEASED
    actions.release(release=public, by=two, at=NOON)
    with pytest.raises(Refused):
        actions.propose_release(statement=row, audience=Audience.PUBLIC, by=two, at=NOON)
    actions.end_release(release=public, reason="Asked for", by=one, at=NOON)
    actions.put_back(statement=row, by=two, at=NOON)
    assert not Release.objects.filter(ended_at=None).exists()


def test_words_added_to_what_everybody_reads_end_that_release_when_they_are_cleared() -> None:
    one, two, row = moderator(), moderator(), statement(state=S.IN_MODERATION, cleared=True)
    public = actions.propose_release(statement=row, audience=Audience.PUBLIC, by=one, at=NOON)
    actions.release(release=public, by=two, at=NOON)
    actions.clear(statement=row, by=one, at=NOON)
    assert Release.objects.get().ended_at is None
    row.words.create(n=2, text="And one more thing.", said_on=NOON.date())
    actions.clear(statement=row, by=one, at=NOON)
    assert Release.objects.get().ended_at == NOON


def test_what_staff_of_a_small_team_say_goes_to_no_colleague() -> None:
    by, row = moderator(), statement(staff=True, state=S.IN_MODERATION, cleared=True, where=place(staff=5))
    for audience in (Audience.SERVICE, Audience.MEMBERS, Audience.PUBLIC):
        with pytest.raises(Refused, match="Fewer than eight"):
            actions.propose_release(statement=row, audience=audience, by=by, at=NOON)
    assert actions.propose_release(statement=row, audience=Audience.BOARD, by=by, at=NOON)
    unknown = statement(staff=True, state=S.IN_MODERATION, cleared=True, asked=campaign())
    with pytest.raises(Refused, match="Fewer than eight"):
        actions.propose_release(statement=unknown, audience=Audience.SERVICE, by=by, at=NOON)


def attachment(row: Statement, kind: str, shows: bool | None = None) -> Attachment:
    return Attachment.objects.create(
        statement=row, kind=kind, file=f"{Attachment.objects.count():040d}", size=3, shows_faces_or_names=shows
    )


# Kind, what a reader said of it, and to whom it may go along.
ALONG = [
    (AttachmentKind.RECORDING, None, {Audience.VISITING_TEAM}),
    (AttachmentKind.PICTURE, None, set()),
    (AttachmentKind.PICTURE, True, {Audience.VISITING_TEAM, Audience.SERVICE, Audience.BOARD}),
    (AttachmentKind.PICTURE, False, set(Audience)),
]


@pytest.mark.parametrize(("kind", "shows", "allowed"), ALONG)
def test_a_file_goes_along_only_where_it_says_of_nobody_who_they_are(
    kind: str, shows: bool | None, allowed: set[Audience]
) -> None:
    row = statement(state=S.IN_MODERATION, cleared=True)
    file, by = attachment(row, kind, shows), moderator()
    went = set()
    for audience in Audience:
        try:
            actions.propose_release(statement=row, audience=audience, attachments=[file], by=by, at=NOON)
        except Refused:
            continue
        went.add(audience)
    assert went == allowed
    assert set(Release.objects.values_list("audience", flat=True)) == allowed


def test_a_picture_found_to_show_a_face_leaves_what_many_read() -> None:
    by, row = moderator(), statement(state=S.IN_MODERATION, cleared=True)
    file = attachment(row, AttachmentKind.PICTURE)
    actions.look_at_attachment(attachment=file, shows_faces_or_names=False, by=by, at=NOON)
    actions.propose_release(statement=row, audience=Audience.MEMBERS, attachments=[file], by=by, at=NOON)
    actions.propose_release(statement=row, audience=Audience.BOARD, attachments=[file], by=by, at=NOON)
    actions.look_at_attachment(attachment=file, shows_faces_or_names=True, by=by, at=NOON)
    kept = {release.audience: release.with_attachments.count() for release in Release.objects.all()}
    assert kept == {Audience.MEMBERS: 0, Audience.BOARD: 1}


def test_an_objection_is_answered_in_words_and_only_if_there_is_one() -> None:
    by, row = moderator(), statement(state=S.IN_MODERATION)
    redaction = actions.redact(words=row.words.get(), text="[…]", reason="A place", by=by, at=NOON)
    assert redaction
    with pytest.raises(Refused, match="Nobody objected"):
        actions.answer_objection(redaction=redaction, answer="Because.", by=by, at=NOON)
    Redaction.objects.update(objected_on=NOON.date(), objection="It is my name!")
    with pytest.raises(Refused, match="plain words"):
        actions.answer_objection(redaction=redaction, answer=" ", by=by, at=NOON)
    with pytest.raises(PermissionDenied):
        actions.answer_objection(redaction=redaction, answer="Because.", by=person(), at=NOON)
    answered = actions.answer_objection(redaction=redaction, answer="Because.", by=by, at=NOON)
    assert (answered.answer, answered.answered_at) == ("Because.", NOON)
