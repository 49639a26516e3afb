"""The register of interests: what ties the board's people to others, kept up by each of them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.enums.interests import InterestKind, InterestNature
from governance.models.sealed import Sealed, SealedQuerySet
from portal.history.records import AuditRecords
from portal.people.models import DatedQuerySet, LocalAuthority, Organisation, Period
from portal.people.models.periods import period_constraints


class Interest(Period):
    """One entry of one person. ``organisation`` and ``authority`` are there to match by, never guessed from words."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="interests")
    kind = models.CharField(_("kind"), max_length=12, choices=InterestKind.choices)
    nature = models.CharField(_("financial or loyalty"), max_length=10, choices=InterestNature.choices)
    party = models.CharField(_("with whom"), max_length=160)
    what = models.TextField(_("what it is"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="interests"
    )
    authority = models.ForeignKey(
        LocalAuthority, on_delete=models.PROTECT, null=True, blank=True, related_name="interests"
    )
    # Sent along by the form: a second click finds the entry of the first.
    token = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = DatedQuerySet["Interest"].as_manager()
    history = AuditRecords(excluded_fields=["token"])

    class Meta:
        ordering = ["person", "-starts_on", "pk"]
        constraints = period_constraints(
            models.CheckConstraint(
                condition=models.Q(party__regex=r"\S", what__regex=r"\S"),
                name="governance_an_interest_says_with_whom_and_what",
            ),
        )

    def __str__(self) -> str:
        return f"{self.party}: {self.get_kind_display()}"


class InterestConfirmation(Sealed):
    """Somebody said that their entries, or that they have none, are complete: once a year."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="interest_confirmations"
    )
    at = models.DateTimeField(_("confirmed"))
    entries = models.PositiveSmallIntegerField(_("entries that held"))

    objects = SealedQuerySet["InterestConfirmation"].as_manager()
    history = AuditRecords()

    class Meta:
        ordering = ["person", "-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.person}: {self.at}"
