"""What a seat owes its constituency after a decision, what it told them, and what they said to it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn, Self, cast

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.models.boards import Board, Constituency
from governance.models.decisions import Decision
from governance.models.rounds import kept_out
from governance.models.sealed import Sealed, SealedForEver, SealedQuerySet
from governance.models.seats import Appointment, ConstituencyMembership, Seat
from governance.models.standing import standing_of
from portal.history.records import AuditRecords

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


class ReportBackQuerySet(SealedQuerySet["ReportBack"]):
    """Report-backs, by who reads them and who owes them."""

    def visible_to(self, person: "User | AnonymousUser", at: datetime) -> Self:
        """Keep what ``person`` may read: those it is told to, and the board's own people.

        All of them are about open decisions, which everybody may read; what is told of one is for those it is told to:
        the members of the constituency, of a regional chair's the regional board. Whoever is recused from the matter
        reads of it what everybody reads, and the report-backs that are theirs to write or that are told to them.
        """
        standing = standing_of(person, at)
        told = models.Q(seat__ex_officio_of__in=standing.inside)
        if standing.member_of:
            belongs = ConstituencyMembership.objects.active(at).filter(
                person=person.pk, board=models.OuterRef("decision__board"), constituency=models.OuterRef("constituency")
            )
            told |= models.Q(models.Exists(belongs))
        if not standing.inside:
            return self.filter(told)
        inside = models.Q(decision__board__in=standing.inside) & ~kept_out(cast("int", person.pk), "decision__proposal")
        own = models.Q(pk__in=ReportBack.objects.carried_by(person, at).order_by().values("pk"))
        return self.filter(inside | told | own)

    def carried_by(self, person: "User | AnonymousUser", at: datetime) -> Self:
        """Keep what is ``person``’s to write: their seat’s, or of a vacant seat of their constituency."""
        standing = standing_of(person, at)
        if not standing.trustee_of:
            return self.none()
        mine = Appointment.objects.active(at).filter(person=person.pk)
        held = Appointment.objects.active(at).filter(seat=models.OuterRef("seat"))
        beside = mine.filter(
            seat__board=models.OuterRef("decision__board"), seat__constituency=models.OuterRef("constituency")
        )
        return self.filter(
            models.Q(seat__in=mine.values("seat"))
            | models.Q(seat__ex_officio_of__in=standing.chair_of)
            | (~models.Exists(held) & models.Exists(beside))
        )


class ReportBack(models.Model):
    """One decision as one seat tells it to those it speaks for. Owed from adoption on; never changed once sent."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="report_backs")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="report_backs")
    constituency = models.ForeignKey(
        Constituency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty for a national seat: its holder reports back to the regional board they chair."),
    )
    due_on = models.DateField(_("due"))
    text = models.TextField(_("what was told"), blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ReportBackQuerySet.as_manager()
    history = AuditRecords()

    class Meta:
        ordering = ["decision", "seat__number"]
        indexes = [models.Index(fields=["sent_at", "due_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "seat"], name="governance_a_seat_owes_one_report_back_a_decision"
            ),
            models.UniqueConstraint(
                fields=["decision", "constituency"],
                condition=models.Q(constituency__isnull=False),
                name="governance_a_constituency_is_owed_one_report_back",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True, sent_by__isnull=True, text="")
                | models.Q(sent_at__isnull=False, sent_by__isnull=False, text__regex=r"\S"),
                name="governance_a_sent_report_back_says_something_and_who",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision.number}: {self.constituency or self.seat.ex_officio_of}"

    @property
    def code(self) -> str:
        """Return what the constituency is called in addresses; of a national seat the regional board's name there."""
        told = self.constituency or self.seat.ex_officio_of
        return told.code if isinstance(told, Constituency) else told.slug if isinstance(told, Board) else ""

    @property
    def told(self) -> str:
        """Return the name of those it is told to."""
        return str(self.constituency or self.seat.ex_officio_of)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save what is still owed; refuse to touch what was sent, whatever this object in memory believes."""
        if not self._state.adding and ReportBack.objects.filter(pk=self.pk, sent_at__isnull=False).exists():
            raise SealedForEver(self._meta.label)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: a duty is done, not removed."""
        raise SealedForEver(self._meta.label)


class ReportBackCorrection(Sealed):
    """What was wrong in a report-back, appended to it."""

    report_back = models.ForeignKey(ReportBack, on_delete=models.PROTECT, related_name="corrections")
    text = models.TextField(_("correction"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))
    # Sent along by the form: a second click finds the row of the first.
    token = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = SealedQuerySet["ReportBackCorrection"].as_manager()
    history = AuditRecords(excluded_fields=["token"])

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(text__regex=r"\S"), name="governance_a_correction_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class ConstituencyResponse(Sealed):
    """What a member of the constituency answered: it returns to the board."""

    report_back = models.ForeignKey(ReportBack, on_delete=models.PROTECT, related_name="responses")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("response"))
    at = models.DateTimeField(_("when"))
    token = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = SealedQuerySet["ConstituencyResponse"].as_manager()
    history = AuditRecords(excluded_fields=["token"])

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(text__regex=r"\S"), name="governance_a_response_says_something"),
        ]

    def __str__(self) -> str:
        return self.text[:80]
