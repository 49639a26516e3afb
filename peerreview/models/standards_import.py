"""A file of standards that somebody sent: what it says, what is wrong with it, what became of it."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from peerreview.enums.standards import ImportState
from peerreview.models.standards import StandardSet, StandardSetEdition
from portal.history.records import AuditRecords
from portal.people.enums import RoleKind
from portal.people.permissions.roles import has_role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


class StandardsImportQuerySet(models.QuerySet["StandardsImport"]):
    """Imports, by who may know of them."""

    def visible_to(self, person: "User | AnonymousUser", at: datetime) -> Self:
        """Keep everything for programme managers, nothing for anybody else: a file is a private draft."""
        return self.all() if has_role(person, RoleKind.PROGRAMME_MANAGER, at) else self.none()


class StandardsImport(models.Model):
    """A checked file. Its text is kept here until it becomes a draft; the file itself is not kept."""

    set = models.ForeignKey(StandardSet, on_delete=models.PROTECT, related_name="imports")
    # What it was compared with: lineage confirmed against an edition says nothing about another.
    before = models.ForeignKey(StandardSetEdition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    edition = models.ForeignKey(
        StandardSetEdition, on_delete=models.PROTECT, null=True, blank=True, related_name="imports"
    )
    file_name = models.CharField(_("file"), max_length=200)
    file_sha256 = models.CharField(max_length=64)
    number = models.PositiveSmallIntegerField(_("edition"), default=0)
    state = models.CharField(_("state"), max_length=8, choices=ImportState.choices)
    content = models.JSONField(default=dict, blank=True)
    problems = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("checked"))

    history = AuditRecords(excluded_fields=["content", "problems"])
    objects = StandardsImportQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=ImportState.MADE, edition__isnull=False)
                | (~models.Q(state=ImportState.MADE) & models.Q(edition__isnull=True)),
                name="peerreview_a_made_import_has_its_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.set}: {self.file_name}"
