"""Every version of a page that the public was shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page

from content import gate
from content.enums import ChangeKind
from content.models.snapshots import digest, snapshot

if TYPE_CHECKING:
    from content.models.published import PublishedPage

_AT: ContextVar[datetime | None] = ContextVar("content_publishing_at", default=None)


class PublicationNeverChanges(Exception):
    """Somebody tried to change or delete what was published."""

    def __str__(self) -> str:
        return "A publication never changes and is never deleted."


@contextmanager
def publishing_at(at: datetime) -> Iterator[None]:
    """Date the publications made inside the block; the demonstration writes its past this way."""
    token = _AT.set(at)
    try:
        yield
    finally:
        _AT.reset(token)


class PublicationManager(models.Manager["Publication"]):
    """Where publications are made."""

    def record(self, page: "PublishedPage") -> "Publication | None":
        """Keep what ``page``, now live, shows; refuse when the gate does. Unchanged text makes no new version."""
        content = snapshot(page)
        sha256 = digest(content)
        last = self.filter(page_id=page.pk).order_by("-number").first()
        if last is not None and last.sha256 == sha256:
            return None
        gate.ask(page)
        publication = self.model(
            page_id=page.pk,
            number=last.number + 1 if last else 1,
            change_note=page.change_note.strip(),
            change_kind=page.change_kind if last else ChangeKind.MAJOR,
            decision_number=page.decision_number,
            content=content,
            sha256=sha256,
            revision_id=page.live_revision_id,
            published_by=get_active_log_context().user,
            published_at=_AT.get() or page.last_published_at or timezone.now(),
        )
        publication.save()
        return publication


class Publication(models.Model):
    """One published version of a page. Rows are only ever added: readers cite them by number.

    Wagtail's revisions are working copies; this is the record of what was public, with the words by
    which a person explained it.
    """

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField(_("version"))
    change_note = models.TextField(_("what changed, and why"))
    change_kind = models.CharField(_("kind of change"), max_length=8, choices=ChangeKind.choices)
    decision_number = models.CharField(_("decision it rests on"), max_length=60, blank=True)
    content = models.JSONField(_("content"))
    sha256 = models.CharField(_("hash of the content"), max_length=64)
    # Not a foreign key: working copies may be cleared away, publications never.
    revision_id = models.PositiveBigIntegerField(_("working copy"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(_("published"))

    objects = PublicationManager()

    class Meta:
        ordering = ["page", "-number"]
        indexes = [models.Index(fields=["-published_at", "-id"], name="content_publication_latest")]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="content_a_publication_has_its_own_number"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1) & ~models.Q(change_note="") & ~models.Q(sha256=""),
                name="content_a_publication_is_numbered_explained_and_hashed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {_('version %(number)d') % {'number': self.number}}"

    @property
    def title(self) -> str:
        """Return the title the page had then."""
        return str(self.content["title"])

    @property
    def summary(self) -> str:
        """Return the summary the page had then."""
        return str(self.content["summary"])

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a new row; an old one is refused."""
        if not self._state.adding:
            raise PublicationNeverChanges
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise PublicationNeverChanges
