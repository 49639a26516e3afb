"""Published expectations: sets, their editions, and what an edition says."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from peerreview.domain.standards import PublishedEditionNeverChanges
from peerreview.enums.standards import (
    CompetencyLevel,
    EditionState,
    MappingKind,
    SetKind,
    StandardType,
    ValueStrength,
)
from peerreview.models.values import CoreValue
from portal.history.records import AuditRecords
from portal.people.enums import RoleKind
from portal.people.permissions.roles import has_role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

FROZEN_STATES = (EditionState.PUBLISHED, EditionState.SUPERSEDED)


class StandardSet(models.Model):
    """A body of standards that goes from edition to edition under one name."""

    code = models.SlugField(_("in addresses"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=150)
    kind = models.CharField(_("kind"), max_length=12, choices=SetKind.choices, default=SetKind.SERVICE)
    summary = models.TextField(_("summary"), blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    history = AuditRecords()

    class Meta:
        ordering = ["order", "title"]

    def __str__(self) -> str:
        return self.title


class EditionQuerySet(models.QuerySet["StandardSetEdition"]):
    """Editions, by who may read them."""

    def public(self) -> Self:
        """Keep what anybody may read: open for consultation, or ever published (withdrawn ones keep their address)."""
        return self.filter(models.Q(state=EditionState.CONSULTATION) | ~models.Q(sha256=""))

    def visible_to(self, person: "User | AnonymousUser", at: datetime) -> Self:
        """Keep what ``person`` may read: drafts are the programme managers' alone."""
        return self.all() if has_role(person, RoleKind.PROGRAMME_MANAGER, at) else self.public()


class StandardSetEdition(models.Model):
    """One edition of a set. Once published, its content and its hash never change; an edit makes a new edition."""

    set = models.ForeignKey(StandardSet, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("edition"))
    label = models.CharField(_("name of the edition"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=EditionState.choices, default=EditionState.DRAFT)
    introduction = models.TextField(_("introduction"), blank=True)
    change_note = models.TextField(_("what changed, and why"), blank=True)
    effective_from = models.DateField(_("in force from"), null=True, blank=True)
    effective_until = models.DateField(_("in force until"), null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    sha256 = models.CharField(_("hash of the content"), max_length=64, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = AuditRecords()
    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["set", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["set", "number"], name="peerreview_an_edition_has_its_own_number"),
            models.UniqueConstraint(
                fields=["set"],
                condition=models.Q(state=EditionState.PUBLISHED),
                name="peerreview_one_edition_of_a_set_is_in_force",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=FROZEN_STATES)
                | (
                    ~models.Q(sha256="")
                    & ~models.Q(change_note="")
                    & models.Q(effective_from__isnull=False, published_at__isnull=False)
                ),
                name="peerreview_published_means_hashed_dated_and_explained",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.set}, {self.name}"

    @property
    def name(self) -> str:
        """Return "First edition", or its number where it has no name."""
        return self.label or str(_("Edition %(number)d") % {"number": self.number})

    @property
    def is_frozen(self) -> bool:
        """Say whether the content was ever published; a withdrawn draft was not."""
        return bool(self.sha256)


class EditionContent(models.Model):
    """What belongs to one edition: it cannot be written once that edition is published."""

    class Meta:
        abstract = True

    def edition_state_source(self) -> StandardSetEdition:
        """Return the edition this row belongs to."""
        raise NotImplementedError

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, unless the edition is published."""
        self._refuse_when_frozen()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete, unless the edition is published."""
        self._refuse_when_frozen()
        return super().delete(*args, **kwargs)

    def _refuse_when_frozen(self) -> None:
        edition = self.edition_state_source()
        # Asked of the database: the edition in hand may have been read before it was published.
        if StandardSetEdition.objects.filter(pk=edition.pk).exclude(sha256="").exists():
            raise PublishedEditionNeverChanges


class Section(EditionContent):
    """A chapter of an edition."""

    edition = models.ForeignKey(StandardSetEdition, on_delete=models.PROTECT, related_name="sections")
    code = models.CharField(_("code"), max_length=12)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    order = models.PositiveSmallIntegerField()

    history = AuditRecords()

    class Meta:
        ordering = ["edition", "order"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="peerreview_a_section_has_its_own_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def edition_state_source(self) -> StandardSetEdition:
        """Return its edition."""
        return self.edition


class Standard(EditionContent):
    """One expectation that can be tested. ``lineage`` stays the same from edition to edition."""

    edition = models.ForeignKey(StandardSetEdition, on_delete=models.PROTECT, related_name="standards")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="standards")
    code = models.CharField(_("code"), max_length=12)
    lineage = models.SlugField(_("lineage"), max_length=80)
    text = models.TextField(_("text"))
    plain_text = models.TextField(_("in plain words"), blank=True)
    type = models.PositiveSmallIntegerField(_("type"), choices=StandardType.choices)
    core = models.BooleanField(_("core"), default=False)
    level = models.CharField(_("level"), max_length=12, choices=CompetencyLevel.choices, blank=True)
    guidance = models.TextField(_("guidance"), blank=True)
    evidence_hint = models.TextField(_("where a visiting team might look"), blank=True)
    applies_to = models.JSONField(_("applies to"), default=list)
    nations = models.JSONField(_("nations"), default=list)
    sources = models.JSONField(_("sources"), default=list, blank=True)
    order = models.PositiveSmallIntegerField()
    values = models.ManyToManyField(CoreValue, through="StandardValueLink", related_name="standards")

    history = AuditRecords()

    class Meta:
        ordering = ["edition", "order"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="peerreview_a_standard_has_its_own_code"),
            models.UniqueConstraint(fields=["edition", "lineage"], name="peerreview_a_lineage_appears_once_an_edition"),
            models.CheckConstraint(
                condition=models.Q(type__in=StandardType.values), name="peerreview_a_standard_is_of_type_1_2_or_3"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @property
    def primary_value(self) -> CoreValue | None:
        """Return the value it rests on first; reads the prefetched links."""
        links = [link for link in self.value_links.all() if link.strength == ValueStrength.PRIMARY]
        return links[0].value if links else None

    @property
    def other_values(self) -> list[CoreValue]:
        """Return the values it also speaks to."""
        return [link.value for link in self.value_links.all() if link.strength == ValueStrength.SECONDARY]

    def edition_state_source(self) -> StandardSetEdition:
        """Return its edition."""
        return self.edition


class StandardValueLink(EditionContent):
    """A standard rests on a core value, first or also."""

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="value_links")
    value = models.ForeignKey(CoreValue, on_delete=models.PROTECT, related_name="standard_links")
    strength = models.CharField(_("strength"), max_length=10, choices=ValueStrength.choices)

    history = AuditRecords()

    class Meta:
        # "primary" sorts before "secondary".
        ordering = ["standard", "strength", "value"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "value"], name="peerreview_a_value_is_linked_once_a_standard"),
            models.UniqueConstraint(
                fields=["standard"],
                condition=models.Q(strength=ValueStrength.PRIMARY),
                name="peerreview_a_standard_rests_on_one_value_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standard.code}: {self.get_strength_display()} {self.value}"

    def edition_state_source(self) -> StandardSetEdition:
        """Return the edition of its standard."""
        return self.standard.edition


class StandardMapping(models.Model):
    """What became of a standard from one edition to the next; empty ``before`` is new, empty ``after`` retired."""

    before = models.ForeignKey(Standard, on_delete=models.PROTECT, null=True, blank=True, related_name="later")
    after = models.ForeignKey(Standard, on_delete=models.PROTECT, null=True, blank=True, related_name="earlier")
    kind = models.CharField(_("kind"), max_length=10, choices=MappingKind.choices)
    note = models.TextField(_("note"), blank=True)

    history = AuditRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="peerreview_two_standards_are_mapped_once"),
            models.CheckConstraint(
                condition=(
                    models.Q(kind=MappingKind.NEW, before__isnull=True, after__isnull=False)
                    | models.Q(kind=MappingKind.RETIRED, before__isnull=False, after__isnull=True)
                    | (
                        models.Q(before__isnull=False, after__isnull=False)
                        & ~models.Q(kind__in=[MappingKind.NEW, MappingKind.RETIRED])
                    )
                ),
                name="peerreview_a_mapping_has_the_ends_its_kind_needs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.before_id or '–'} → {self.after_id or '–'}"
