"""Reading before others do, finding out who spoke, and safeguarding."""

from django.urls import URLPattern, URLResolver, path

from portal.voices.views import caseacts, cases, looks, moderation, readeracts, releases

ONE = "voices/moderation/<uuid:pk>/"
CASE = "voices/cases/<uuid:pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("voices/moderation/", moderation.index, name="moderation"),
    path(ONE, moderation.statement, name="moderation_statement"),
    path(f"{ONE}open/", moderation.open_words, name="moderation_open"),
    path(f"{ONE}words/", moderation.words, name="moderation_words"),
    path(f"{ONE}words/<int:n>/", moderation.redact, name="moderation_redact"),
    path(f"{ONE}words/<int:n>/answer/", moderation.answer, name="moderation_answer"),
    path(f"{ONE}take/", readeracts.take, name="moderation_take"),
    path(f"{ONE}hold/", readeracts.hold, name="moderation_hold"),
    path(f"{ONE}needs-redaction/", readeracts.needs_redaction, name="moderation_needs_redaction"),
    path(f"{ONE}not-passed-on/", readeracts.return_, name="moderation_return"),
    path(f"{ONE}clear/", readeracts.clear, name="moderation_clear"),
    path(f"{ONE}put-back/", readeracts.put_back, name="moderation_put_back"),
    path(f"{ONE}put-away/", readeracts.put_away, name="moderation_put_away"),
    path(f"{ONE}release/", releases.propose, name="moderation_release"),
    path(f"{ONE}releases/<int:release>/agree/", releases.release, name="moderation_agree"),
    path(f"{ONE}releases/<int:release>/end/", releases.end, name="moderation_end"),
    path(f"{ONE}files/<int:file>/open/", releases.open_file, name="moderation_open_file"),
    path(f"{ONE}files/<int:file>/", releases.file, name="moderation_file"),
    path(f"{ONE}files/<int:file>/content", releases.content, name="moderation_content"),
    path(f"{ONE}who/", looks.ask, name="look_ask"),
    path("voices/looks/", looks.index, name="looks"),
    path("voices/looks/<int:pk>/", looks.look, name="look"),
    path("voices/looks/<int:pk>/answer/", looks.settle, name="look_settle"),
    path("voices/looks/<int:pk>/open/", looks.open_, name="look_open"),
    path("voices/alerts/<int:pk>/", cases.alert, name="alert"),
    path("voices/cases/", cases.index, name="cases"),
    path(CASE, cases.case, name="case"),
    path(f"{CASE}read/", cases.read, name="case_read"),
    path(f"{CASE}take/", caseacts.take, name="case_take"),
    path(f"{CASE}note/", caseacts.note, name="case_note"),
    path(f"{CASE}told/", caseacts.refer, name="case_refer"),
    path(f"{CASE}not-told/", caseacts.not_for, name="case_not_for"),
    path(f"{CASE}keep-out/", caseacts.keep_out, name="case_keep_out"),
    path(f"{CASE}close/", caseacts.close, name="case_close"),
    path(f"{CASE}open-again/", caseacts.reopen, name="case_reopen"),
]
