"""One contribution: who may be known is the person's choice, and what they said has no copy anywhere else.

None of these tables has history: deleting a statement deletes it. What readers did is in ``moderation.py``; what
remains of a deleted statement is a ``Tombstone``.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.labels import Labelled
from portal.voices.enums.campaigns import AgeBand, Speaker
from portal.voices.enums.statements import (
    AttachmentKind,
    EntryMode,
    Gone,
    HelperKind,
    Priority,
    Privacy,
    StatementState,
)
from portal.voices.models.campaigns import Campaign, Invite, Place
from portal.voices.models.questions import Question, QuestionSetVersion
from portal.voices.models.reading import StatementQuerySet
from portal.voices.models.secrets import SealedTextField


class Statement(Labelled):
    """What one person says once. Its key is random and its time a day, so that nothing tells when they were online.

    Of somebody whom nobody can find out the database takes neither card nor name, home or typist.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="statements")
    version = models.ForeignKey(QuestionSetVersion, on_delete=models.PROTECT, related_name="statements")
    speaker = models.CharField(_("who speaks"), max_length=12, choices=Speaker.choices)
    band = models.CharField(_("age"), max_length=6, choices=AgeBand.choices)
    privacy = models.CharField(_("privacy"), max_length=10, choices=Privacy.choices, default=Privacy.PRIVATE)
    state = models.CharField(_("state"), max_length=18, choices=StatementState.choices, default=StatementState.DRAFT)
    priority = models.CharField(_("priority"), max_length=8, choices=Priority.choices, default=Priority.NORMAL)
    given_on = models.DateField(_("given on"))
    receipt_hash = models.CharField(max_length=64, unique=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="statements")
    invite = models.OneToOneField(Invite, on_delete=models.PROTECT, null=True, blank=True, related_name="statement")
    sealed_name = SealedTextField(blank=True)
    helper = models.CharField(_("helped by"), max_length=14, choices=HelperKind.choices, default=HelperKind.NOBODY)
    helper_works_here = models.BooleanField(_("the helper works at the home"), null=True, blank=True)
    entry = models.CharField(_("typed in"), max_length=6, choices=EntryMode.choices, default=EntryMode.SELF)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The day from which the nightly job deletes it.
    keep_until = models.DateField(_("kept until"))

    objects = StatementQuerySet["Statement"].as_manager()

    class Meta:
        ordering = ["given_on", "id"]
        indexes = [
            models.Index(fields=["state", "given_on", "id"], name="voices_statement_by_state"),
            models.Index(fields=["keep_until"], name="voices_statement_by_end"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(privacy=Privacy.ANONYMOUS)
                | Q(invite__isnull=True, sealed_name="", place__isnull=True, entered_by__isnull=True),
                name="voices_nobody_can_find_out_means_nothing_is_stored",
            ),
            models.CheckConstraint(
                condition=Q(entry=EntryMode.SELF, entered_by__isnull=True) | ~Q(entry=EntryMode.SELF),
                name="voices_who_types_for_themselves_is_nobody_else",
            ),
            models.CheckConstraint(
                condition=Q(speaker=Speaker.STAFF, band=AgeBand.STAFF)
                | (Q(speaker=Speaker.YOUNG_PERSON) & ~Q(band=AgeBand.STAFF)),
                name="voices_staff_are_asked_as_staff",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)[:8]


class Words(models.Model):
    """What was said to one question, or added later without one."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="words")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    n = models.PositiveIntegerField()
    choice = models.CharField(max_length=40, blank=True)
    text = SealedTextField(blank=True)
    said_on = models.DateField(_("said on"))
    # Said by a reader: only then a release shows them. What is added later waits for its own reading.
    is_cleared = models.BooleanField(_("safe to read for others"), default=False)

    class Meta:
        ordering = ["statement", "n"]
        verbose_name_plural = _("words")
        constraints = [
            models.UniqueConstraint(fields=["statement", "n"], name="voices_words_have_their_own_number"),
            models.UniqueConstraint(
                fields=["statement", "question"],
                condition=Q(question__isnull=False),
                name="voices_a_question_is_answered_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement}, {self.n}"


class Attachment(Labelled):
    """A drawing, photo or recording: sealed on the disk under a random name, dated by day."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="attachments")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=AttachmentKind.choices)
    file = models.CharField(max_length=40, unique=True)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(_("bytes"))
    seconds = models.PositiveSmallIntegerField(_("seconds"), null=True, blank=True)
    # Said by a reader who looked: None while nobody has.
    shows_faces_or_names = models.BooleanField(_("shows a face or a name"), null=True, blank=True)

    class Meta:
        ordering = ["statement", "pk"]

    def __str__(self) -> str:
        return f"{self.statement}: {self.get_kind_display()}"


class Tombstone(models.Model):
    """That a statement was there and is gone; nothing of what it said or who said it."""

    statement_id = models.UUIDField(unique=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="tombstones")
    gone_on = models.DateField(_("gone on"))
    why = models.CharField(_("why"), max_length=10, choices=Gone.choices)

    class Meta:
        ordering = ["gone_on", "pk"]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.gone_on}"
