"""Boards, the constituencies they draw on, and roles that are not seats."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.enums.boards import BoardKind, BoardRoleKind
from portal.history.records import AuditRecords
from portal.people.models import DatedQuerySet, Period, Region
from portal.people.models.periods import period_constraints


class Constituency(models.Model):
    """Whom seats speak for: local authorities, directors, providers, staff, young people."""

    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=80)
    order = models.PositiveSmallIntegerField(help_text=_("The published order; it settles ties of the chair rota."))

    history = AuditRecords()

    class Meta:
        verbose_name_plural = _("constituencies")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Board(models.Model):
    """A body that decides by consensus."""

    kind = models.CharField(_("kind"), max_length=12, choices=BoardKind.choices)
    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("in addresses"), unique=True)
    short = models.CharField(_("letters in numbers"), max_length=6, unique=True)
    region = models.OneToOneField(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="board")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    purpose = models.TextField(_("purpose"), blank=True)
    founded_on = models.DateField(_("founded"))
    dissolved_on = models.DateField(_("dissolved"), null=True, blank=True)
    publishes_interests = models.BooleanField(_("its register of interests is public"), default=False)

    history = AuditRecords()

    class Meta:
        ordering = ["-kind", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind=BoardKind.REGIONAL) | models.Q(region__isnull=False),
                name="governance_a_regional_board_has_a_region",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(kind=BoardKind.NATIONAL, dissolved_on__isnull=True),
                name="governance_there_is_one_national_steering_group",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BoardRole(Period):
    """Somebody is secretary or observer of a board from a day until a day."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="roles")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="board_roles")
    role = models.CharField(_("role"), max_length=12, choices=BoardRoleKind.choices)

    history = AuditRecords()
    objects = DatedQuerySet["BoardRole"].as_manager()

    class Meta:
        ordering = ["board", "role", "-starts_on", "pk"]
        constraints = period_constraints()

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.person}"
