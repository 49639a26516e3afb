"""The team of a review, seat by seat, and who left it why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.models.sealed import Sealed, SealedQuerySet
from peerreview.enums.teams import LeavingKind, SeatRole, SeatState
from peerreview.models.reviews import Review
from portal.history.records import AuditRecords
from portal.labels import Labelled


class Team(models.Model):
    """Who visits: put together by a person, shown to the host, short of the rule only with a named exception."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="team")
    shown_at = models.DateTimeField(_("shown to the service"), null=True, blank=True)
    objected_at = models.DateTimeField(_("the service objected"), null=True, blank=True)
    exception = models.TextField(_("why it stands although it is not complete"), blank=True)
    exception_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    history = AuditRecords()

    class Meta:
        ordering = ["review"]
        constraints = [
            models.CheckConstraint(
                condition=Q(exception="", exception_by__isnull=True)
                | (Q(exception__regex=r"\S") & Q(exception_by__isnull=False)),
                name="peerreview_an_exception_is_named_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.review)


class TeamSeat(Labelled):
    """One seat: who has it, and how far they have come; open means nobody."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(_("as"), max_length=8, choices=SeatRole.choices)
    number = models.PositiveSmallIntegerField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="team_seats"
    )
    state = models.CharField(_("state"), max_length=10, choices=SeatState.choices, default=SeatState.OPEN)
    since = models.DateTimeField(_("since"))
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)

    history = AuditRecords()

    class Meta:
        ordering = ["team", "number"]
        constraints = [
            models.UniqueConstraint(fields=["team", "number"], name="peerreview_a_seat_has_its_place"),
            models.UniqueConstraint(
                fields=["team", "person"],
                condition=Q(person__isnull=False),
                name="peerreview_nobody_sits_twice_on_a_team",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True, state=SeatState.OPEN)
                | (Q(person__isnull=False) & ~Q(state=SeatState.OPEN)),
                name="peerreview_a_seat_is_open_when_nobody_has_it",
            ),
        ]
        indexes = [models.Index(fields=["person", "state"], name="peerreview_seat_person_state")]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.person or self.get_state_display()}"


class SeatLeaving(Sealed):
    """Somebody left a seat, or was kept from it: they are not proposed for this review again."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="leavings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("as"), max_length=8, choices=SeatRole.choices)
    kind = models.CharField(_("why"), max_length=10, choices=LeavingKind.choices)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("left"))

    history = AuditRecords()
    objects = SealedQuerySet["SeatLeaving"].as_manager()

    class Meta:
        ordering = ["-at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=LeavingKind.OBJECTED) | Q(reason__regex=r"\S"),
                name="peerreview_an_objection_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"
