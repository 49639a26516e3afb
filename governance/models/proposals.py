"""What a board is asked to decide, and the immutable texts it was asked."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from governance.domain.proposals import LIVING
from governance.enums.proposals import Confidentiality, ProposalKind, ProposalState
from governance.models.boards import Board
from governance.models.sealed import Sealed, SealedQuerySet
from governance.models.standing import standing_of
from portal.history.records import AuditRecords
from portal.labels import Labelled

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals, as far as somebody may know of them."""

    def visible_to(self, person: "User | AnonymousUser", at: datetime) -> Self:
        """Keep what ``person`` may read at ``at``; the one place where reading a proposal is decided.

        Deliberation is not published: the public reads decisions. A draft is its proposer's, and the chair's
        and secretary's to help with. Recusal removes a proposal altogether; a voice in an open round keeps it.
        """
        from governance.models.rounds import Entitlement, kept_out  # noqa: PLC0415 - rounds are about proposals

        if not person.is_authenticated or not person.is_active:
            return self.none()
        standing = standing_of(person, at)
        inside = models.Q(board_id__in=standing.inside)
        near = models.Q(board_id__in=standing.near, confidentiality=Confidentiality.OPEN)
        helped = models.Q(board_id__in=standing.chair_of | standing.secretary_of)
        begun = ~models.Q(version_count=0)
        voice = models.Q(pk__in=Entitlement.objects.voice_in(person.pk))
        own = inside & (models.Q(proposer=person.pk) | helped)
        rows = self.filter((begun & (inside | near | voice)) | own)
        return rows.exclude(kept_out(person.pk))


class Proposal(Labelled):
    """A proposal. Its own title, summary and clauses are the working copy; versions are what was published."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="proposals")
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=12, choices=ProposalKind.choices, default=ProposalKind.ORDINARY)
    state = models.CharField(_("state"), max_length=24, choices=ProposalState.choices, default=ProposalState.DRAFT)
    confidentiality = models.CharField(
        _("who may read it"), max_length=12, choices=Confidentiality.choices, default=Confidentiality.OPEN
    )
    title = models.CharField(_("title"), max_length=160)
    summary = models.TextField(_("what this is about and why now"))
    affects_children = models.BooleanField(_("it affects children"), default=False)
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposals")
    implementer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Without whose help it cannot be done; they cannot stand aside."),
    )
    created_at = models.DateTimeField(_("started"))
    state_since = models.DateTimeField(_("in this state since"))
    moved_at = models.DateTimeField(_("last changed"))
    window_closes_at = models.DateTimeField(_("absent members’ window closes"), null=True, blank=True)
    version_count = models.PositiveIntegerField(default=0)
    comment_count = models.PositiveIntegerField(default=0)
    unpublished = models.BooleanField(_("the working copy differs from the newest version"), default=True)
    why_ended = models.TextField(_("why it was withdrawn or lapsed"), blank=True)
    # Sent along by the form: a second click on "start" finds the proposal of the first.
    token = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = ProposalQuerySet.as_manager()
    history = AuditRecords(excluded_fields=["version_count", "comment_count", "unpublished", "moved_at", "token"])

    class Meta:
        ordering = ["-moved_at", "-pk"]
        indexes = [
            models.Index(fields=["board", "state", "-moved_at"]),
            models.Index(fields=["-moved_at", "-id"]),
            # Who may read a proposal hangs on these: lists are counted without reading the texts.
            models.Index(
                fields=["board", "confidentiality", "version_count", "proposer"],
                include=["id"],
                name="governance_proposal_readers",
            ),
            # What Today asks: of ten thousand proposals nearly all have ended.
            models.Index(
                fields=["board", "state_since", "id"],
                condition=models.Q(state__in=LIVING),
                name="governance_proposal_living",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "year", "sequence"], name="governance_a_proposal_number_is_used_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @cached_property
    def seen_by(self) -> "dict[tuple[int | None, datetime], bool]":
        """Keep, for this row in memory, who may see it at which moment, so that a page asks the database once."""
        return {}

    @cached_property
    def chaired_by(self) -> "dict[tuple[int | None, datetime], bool]":
        """Keep, for this row in memory, who chairs the matter: a locked row is another, asked anew."""
        return {}


class Clause(models.Model):
    """A numbered part of a proposal, the same one through every version; its text here is the working copy."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="clauses")
    order = models.PositiveSmallIntegerField()
    heading = models.CharField(_("heading"), max_length=160, blank=True)
    text = models.TextField(_("text"))
    dropped = models.BooleanField(_("left out"), default=False)

    history = AuditRecords()

    class Meta:
        ordering = ["proposal", "order", "pk"]

    def __str__(self) -> str:
        return f"{self.proposal.number} §{self.order}"


class ProposalVersion(Sealed):
    """One published text of a proposal. Never changed: a change is a new version."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="versions")
    n = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=160)
    summary = models.TextField(_("what this is about and why now"))
    change_note = models.TextField(_("what changed and why"))
    sha256 = models.CharField(max_length=64)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("published"))

    objects = SealedQuerySet["ProposalVersion"].as_manager()
    history = AuditRecords()

    class Meta:
        ordering = ["proposal", "n"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "n"], name="governance_a_version_number_is_used_once"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.number} v{self.n}"


class ClauseText(Sealed):
    """What one clause said in one version."""

    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="texts")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="texts")
    order = models.PositiveSmallIntegerField()
    heading = models.CharField(_("heading"), max_length=160, blank=True)
    text = models.TextField(_("text"))

    objects = SealedQuerySet["ClauseText"].as_manager()

    class Meta:
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "clause"], name="governance_a_clause_has_one_text_a_version"),
            models.UniqueConstraint(fields=["version", "order"], name="governance_clauses_of_a_version_are_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.version} §{self.order}"
