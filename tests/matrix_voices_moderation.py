"""What the addresses of reading and safeguarding answer to whom; see ``tests/test_matrix.py``.

``to_read`` is private and being read, with a drawing and words taken out to which its author objects; of ``passed``,
which is passed on, somebody proposed that everybody may read it. They are written here and not found in the story, for
nobody of the cast may have had to do with them: who has opened, taken or asked for something is answered otherwise.
Only on ``deputys_case`` somebody of the cast is, for whoever is on a case closes it; and ``away`` is what the story
puts away, which is over for everybody alike.
"""

from collections.abc import Mapping
from datetime import datetime

from portal.people.models import User
from portal.voices.actions.cases import open_case, take_case
from portal.voices.actions.looks import ask_to_look
from portal.voices.enums.cases import CaseSource
from portal.voices.enums.moderation import Audience
from portal.voices.enums.statements import AttachmentKind, StatementState
from portal.voices.models import Attachment, CaseAlert, Redaction, Release, Statement
from tests.factories.statements import deputy, moderator, place, statement

READ = "moderator safeguarding-lead safeguarding-deputy"
KEEP = "safeguarding-lead safeguarding-deputy"
TABLE = f"""
/voices/moderation/ | 401 visitor; 200 {READ}; 404
/voices/moderation/?show=second | 401 visitor; 200 {READ}; 404
/voices/moderation/{{to_read}}/ | 401 visitor; 200 {READ}; 404
POST /voices/moderation/{{to_read}}/open/ | 401 visitor; 302 {READ}; 404
/voices/moderation/{{to_read}}/words/ | 401 visitor; 302 {READ}; 404
/voices/moderation/{{to_read}}/words/1/ | 401 visitor; 302 {READ}; 404
/voices/moderation/{{to_read}}/words/9/ | 401 visitor; 404
/voices/moderation/{{to_read}}/words/1/answer/ | 401 visitor; 200 {READ}; 404
/voices/moderation/{{to_read}}/take/ | 401 visitor; 200 {READ}; 404
/voices/moderation/{{to_read}}/hold/ | 401 visitor; 200 {READ}; 404
/voices/moderation/{{to_read}}/needs-redaction/ | 401 visitor; 200 {READ}; 404
/voices/moderation/{{to_read}}/not-passed-on/ | 401 visitor; 200 {READ}; 404
/voices/moderation/{{to_read}}/clear/ | 401 visitor; 200 {READ}; 404
/voices/moderation/{{to_read}}/put-back/ | 401 visitor; 404
/voices/moderation/{{to_read}}/put-away/ | 401 visitor; 302 {READ}; 404
POST /voices/moderation/{{to_read}}/put-away/ | 401 visitor; 422 {READ}; 404
/voices/moderation/{{passed}}/put-away/ | 401 visitor; 200 {READ}; 404
/voices/moderation/{{away}}/put-away/ | 401 visitor; 302 {READ}; 404
/voices/moderation/{{away}}/ | 401 visitor; 200 {READ}; 404
/voices/moderation/{{held_statement}}/put-away/ | 401 visitor; 302 {KEEP}; 404
/voices/moderation/{{to_read}}/release/ | 401 visitor; 404
POST /voices/moderation/{{to_read}}/take/ | 401 visitor; 302 {READ}; 404
POST /voices/moderation/{{to_read}}/clear/ | 401 visitor; 302 {READ}; 404
/voices/moderation/{{passed}}/put-back/ | 401 visitor; 200 {READ}; 404
/voices/moderation/{{passed}}/release/ | 401 visitor; 200 {READ}; 404
/voices/moderation/{{passed}}/releases/{{proposed}}/agree/ | 401 visitor; 200 {READ}; 404
/voices/moderation/{{passed}}/releases/{{proposed}}/end/ | 401 visitor; 200 {READ}; 404
/voices/moderation/{{to_read}}/releases/{{proposed}}/end/ | 401 visitor; 404
POST /voices/moderation/{{to_read}}/files/{{drawing}}/open/ | 401 visitor; 302 {READ}; 404
/voices/moderation/{{to_read}}/files/{{drawing}}/ | 401 visitor; 302 {READ}; 404
/voices/moderation/{{passed}}/files/{{drawing}}/ | 401 visitor; 404
/voices/moderation/{{to_read}}/files/{{drawing}}/content | 401 visitor; 404
/voices/moderation/{{to_read}}/who/ | 401 visitor; 200 {READ}; 404
/voices/moderation/{{held_statement}}/ | 401 visitor; 200 {KEEP}; 404
/voices/looks/ | 401 visitor; 200 {READ}; 404
/voices/looks/{{look}}/ | 401 visitor; 200 {READ}; 404
/voices/looks/{{look}}/answer/ | 401 visitor; 200 {READ}; 404
/voices/looks/{{look}}/open/ | 401 visitor; 404
/voices/alerts/{{alert}}/ | 401 visitor; 302 safeguarding-lead; 404
/voices/cases/ | 401 visitor; 200 {KEEP} {{n_chair}}; 404
/voices/cases/{{new_case}}/ | 401 visitor; 200 {KEEP}; 404
POST /voices/cases/{{new_case}}/read/ | 401 visitor; 302 {KEEP}; 404
/voices/cases/{{new_case}}/take/ | 401 visitor; 200 {KEEP}; 404
/voices/cases/{{new_case}}/note/ | 401 visitor; 404
/voices/cases/{{new_case}}/close/ | 401 visitor; 404
/voices/cases/{{taken_case}}/note/ | 401 visitor; 200 {KEEP}; 404
/voices/cases/{{taken_case}}/told/ | 401 visitor; 200 {KEEP}; 404
/voices/cases/{{taken_case}}/not-told/ | 401 visitor; 200 {KEEP}; 404
/voices/cases/{{taken_case}}/keep-out/ | 401 visitor; 200 {KEEP}; 404
/voices/cases/{{taken_case}}/close/ | 401 visitor; 404
POST /voices/cases/{{taken_case}}/close/ | 401 visitor; 422 {KEEP}; 404
/voices/cases/{{deputys_case}}/close/ | 401 visitor; 200 safeguarding-deputy; 404
/voices/cases/{{deputys_case}}/take/ | 401 visitor; 200 safeguarding-lead; 404
/voices/cases/{{taken_case}}/open-again/ | 401 visitor; 404
/voices/cases/{{about_lead}}/ | 401 visitor; 200 safeguarding-deputy {{n_chair}}; 404
"""


def examples(at: datetime) -> Mapping[str, object]:
    """Write what the names stand for; the test undoes it."""
    reader, seen_to = moderator(), deputy()
    to_read = statement(state=StatementState.IN_MODERATION, where=place(), sealed_name="Basil Thorne")
    drawing = Attachment.objects.create(
        statement=to_read, kind=AttachmentKind.PICTURE, file="0" * 40, content_type="image/png", size=3
    )
    Redaction.objects.create(
        words=to_read.words.get(),
        text="[…]",
        reason="A place",
        by=reader,
        at=at,
        objected_on=at.date(),
        objection="It is my dog.",
    )
    passed = statement(state=StatementState.RELEASED, cleared=True, where=place())
    proposed = Release.objects.create(statement=passed, audience=Audience.PUBLIC, proposed_by=reader, proposed_at=at)
    away = Statement.objects.filter(state=StatementState.ARCHIVED, theme_links__isnull=False)[0]
    look = ask_to_look(statement=to_read, reason="Somebody could be hurt.", by=reader, at=at)
    held = statement(state=StatementState.IN_MODERATION, where=place())
    new_case = open_case(source=CaseSource.STATEMENT, statement=held, told="A worry.", at=at)
    taken_case = open_case(source=CaseSource.UNSAFE, told="A worry.", at=at)
    take_case(case=taken_case, by=seen_to, at=at)
    deputys_case = open_case(source=CaseSource.UNSAFE, told="A worry.", at=at)
    take_case(case=deputys_case, by=User.objects.get(email="safeguarding-deputy@hearth.example"), at=at)
    about_lead = open_case(source=CaseSource.UNSAFE, told="A worry.", is_about_lead=True, at=at)
    keeps = User.objects.get(email="safeguarding-lead@hearth.example")
    return {
        "to_read": to_read.pk,
        "drawing": drawing.pk,
        "passed": passed.pk,
        "away": away.pk,
        "proposed": proposed.pk,
        "look": look.pk,
        "held_statement": held.pk,
        "new_case": new_case.pk,
        "taken_case": taken_case.pk,
        "deputys_case": deputys_case.pk,
        "about_lead": about_lead.pk,
        "alert": CaseAlert.objects.get(case=new_case, person=keeps).pk,
    }
