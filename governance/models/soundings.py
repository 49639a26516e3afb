"""What a seat asks its constituency, and what they answer. Never a mandate: trustees act for the cooperative."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.models.boards import Board, Constituency
from governance.models.proposals import Proposal
from governance.models.rounds import kept_out
from governance.models.sealed import Sealed, SealedQuerySet
from governance.models.seats import ConstituencyMembership, Seat
from governance.models.standing import standing_of
from portal.history.records import AuditRecords

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


class SoundingQuerySet(SealedQuerySet["Sounding"]):
    """Soundings, as far as somebody may know of them."""

    def visible_to(self, person: "User | AnonymousUser", at: datetime) -> Self:
        """Keep those asked of ``person``, and for the board's own people all of its own.

        Whoever is recused from the proposal it is about sees nothing of it.
        """
        if not person.is_authenticated or not person.is_active:
            return self.none()
        return self.filter(models.Q(board__in=standing_of(person, at).inside) | self._asked(person, at)).exclude(
            kept_out(person.pk, "about")
        )

    def asked_of(self, person: "User | AnonymousUser", at: datetime) -> Self:
        """Keep those that ``person`` may answer: as a member of the constituency, or on the regional board."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        return self.filter(self._asked(person, at)).exclude(kept_out(person.pk, "about"))

    def _asked(self, person: "User", at: datetime) -> models.Q:
        member = ConstituencyMembership.objects.active(at).filter(
            person=person.pk, board=models.OuterRef("board"), constituency=models.OuterRef("constituency")
        )
        return models.Q(models.Exists(member)) | models.Q(seat__ex_officio_of__in=standing_of(person, at).trustee_of)


class Sounding(Sealed):
    """One question of one seat to those it speaks for. It ends at ``closes_at`` by the clock."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="soundings")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="soundings")
    constituency = models.ForeignKey(Constituency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    about = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="soundings", verbose_name=_("about")
    )
    question = models.TextField(_("question"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    closes_at = models.DateTimeField(_("closes"))
    token = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = SoundingQuerySet.as_manager()
    history = AuditRecords(excluded_fields=["token"])

    class Meta:
        ordering = ["-closes_at", "-pk"]
        indexes = [models.Index(fields=["board", "-closes_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("asked_at")),
                name="governance_a_sounding_closes_after_it_opens",
            ),
            models.CheckConstraint(condition=models.Q(question__regex=r"\S"), name="governance_a_sounding_asks"),
        ]

    def __str__(self) -> str:
        return self.question[:80]

    @property
    def told(self) -> str:
        """Return the name of those who are asked."""
        return str(self.constituency or self.seat.ex_officio_of)

    def is_open(self, at: datetime) -> bool:
        """Say whether it can be answered at ``at``."""
        return self.asked_at <= at < self.closes_at


class SoundingOption(Sealed):
    """One answer that can be picked; without options the answer is free."""

    sounding = models.ForeignKey(Sounding, on_delete=models.PROTECT, related_name="options")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(_("answer"), max_length=160)

    objects = SealedQuerySet["SoundingOption"].as_manager()
    history = AuditRecords()

    class Meta:
        ordering = ["sounding", "order"]
        constraints = [
            models.UniqueConstraint(fields=["sounding", "order"], name="governance_options_of_a_sounding_are_in_order"),
        ]

    def __str__(self) -> str:
        return self.text


class SoundingAnswer(models.Model):
    """What one member answered; it may be changed until the sounding closes."""

    sounding = models.ForeignKey(Sounding, on_delete=models.PROTECT, related_name="answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    option = models.ForeignKey(SoundingOption, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("in their own words"), blank=True)
    named = models.BooleanField(_("shown with their name"), default=False)
    at = models.DateTimeField(_("answered"))

    history = AuditRecords()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sounding", "person"], name="governance_a_member_answers_a_sounding_once"),
            models.CheckConstraint(
                condition=models.Q(option__isnull=False) | models.Q(text__regex=r"\S"),
                name="governance_an_answer_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sounding_id}"
