"""Seats, who sits on them, and who belongs to the constituencies they speak for."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.enums.boards import AppointedHow
from governance.models.boards import Board, Constituency
from portal.history.records import AuditRecords
from portal.people.models import DatedQuerySet, Period
from portal.people.models.periods import period_constraints


class Seat(Period):
    """A place on a board, for a constituency or, on the national group, for whoever chairs a regional board."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="seats")
    constituency = models.ForeignKey(
        Constituency, on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
    )
    ex_officio_of = models.ForeignKey(
        Board,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="national_seats",
        help_text=_("The regional board whose chair of the moment holds this seat; the holder is computed."),
    )
    number = models.PositiveSmallIntegerField(_("number"))

    history = AuditRecords()
    objects = DatedQuerySet["Seat"].as_manager()

    class Meta:
        ordering = ["board", "number"]
        constraints = period_constraints(
            models.UniqueConstraint(fields=["board", "number"], name="governance_a_seat_number_is_used_once_a_board"),
            models.UniqueConstraint(
                fields=["board", "ex_officio_of"],
                condition=models.Q(ends_on__isnull=True, ex_officio_of__isnull=False),
                name="governance_one_national_seat_per_regional_board",
            ),
            models.CheckConstraint(
                condition=models.Q(constituency__isnull=False, ex_officio_of__isnull=True)
                | models.Q(constituency__isnull=True, ex_officio_of__isnull=False),
                name="governance_a_seat_is_for_a_constituency_or_ex_officio",
            ),
        )

    def __str__(self) -> str:
        return f"{self.board}: {self.constituency or self.ex_officio_of} ({self.number})"


class Appointment(Period):
    """A person's dated time on a seat. Ex officio seats have none: their holder is computed from the chairs."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments")
    how = models.CharField(_("appointed"), max_length=12, choices=AppointedHow.choices)
    why_ended = models.TextField(_("why it ended"), blank=True)

    history = AuditRecords()
    objects = DatedQuerySet["Appointment"].as_manager()

    class Meta:
        ordering = ["seat", "-starts_on", "pk"]
        constraints = period_constraints()

    def __str__(self) -> str:
        return f"{self.person}: {self.seat}"


class ConstituencyMembership(Period):
    """Somebody belongs to a constituency of a board: they read, respond, and answer soundings."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="constituency_members")
    constituency = models.ForeignKey(Constituency, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="constituencies")

    history = AuditRecords()
    objects = DatedQuerySet["ConstituencyMembership"].as_manager()

    class Meta:
        ordering = ["board", "constituency", "-starts_on", "pk"]
        constraints = period_constraints()

    def __str__(self) -> str:
        return f"{self.person}: {self.constituency}, {self.board}"
