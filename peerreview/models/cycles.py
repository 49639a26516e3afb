"""The yearly cycle, and the numbers its clock is wound with."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from peerreview.domain.accreditation import Thresholds
from peerreview.domain.reviewclock import ClockRules
from peerreview.enums.cycles import CycleState
from portal.history.records import AuditRecords
from portal.labels import Labelled


class DeadlineRules(models.Model):
    """How long each part of a review takes: the programme's own numbers, its history says who set them when."""

    self_review_weeks = models.PositiveSmallIntegerField(_("weeks for a self-review"), default=8)
    accreditation_weeks = models.PositiveSmallIntegerField(_("weeks for a self-review for accreditation"), default=12)
    visit_from_weeks = models.PositiveSmallIntegerField(_("weeks to the visit, at least"), default=4)
    visit_to_weeks = models.PositiveSmallIntegerField(_("weeks to the visit, at most"), default=8)
    draft_days = models.PositiveSmallIntegerField(_("working days for the draft report"), default=20)
    accuracy_days = models.PositiveSmallIntegerField(_("working days for the accuracy check"), default=10)
    final_days = models.PositiveSmallIntegerField(_("working days for the final report"), default=5)
    action_plan_weeks = models.PositiveSmallIntegerField(_("weeks for the action plan"), default=6)
    progress_months = models.PositiveSmallIntegerField(_("months to the progress review"), default=10)
    interim_months = models.PositiveSmallIntegerField(_("months to the interim review"), default=18)
    award_years = models.PositiveSmallIntegerField(_("years an award lasts"), default=3)
    deferral_months = models.PositiveSmallIntegerField(_("months a deferral lasts at most"), default=9)
    concern_hours = models.PositiveSmallIntegerField(_("working hours to settle an immediate concern"), default=4)

    class Meta:
        abstract = True

    @property
    def rules(self) -> ClockRules:
        """Return the numbers as the clock takes them."""
        return ClockRules(**{name: getattr(self, name) for name in ClockRules.__dataclass_fields__})


class AccreditationRules(models.Model):
    """What accreditation asks, and how long a service may appeal: the programme's own numbers too."""

    type_1_percent = models.PositiveSmallIntegerField(_("of a hundred standards of type 1, met"), default=100)
    type_2_percent = models.PositiveSmallIntegerField(_("of a hundred standards of type 2, met"), default=80)
    type_3_percent = models.PositiveSmallIntegerField(_("of a hundred standards of type 3, met"), default=60)
    appeal_days = models.PositiveSmallIntegerField(_("working days to appeal"), default=20)

    class Meta:
        abstract = True

    @property
    def thresholds(self) -> Thresholds:
        """Return the thresholds as the rule takes them."""
        return Thresholds(self.type_1_percent, self.type_2_percent, self.type_3_percent)


class ReviewCycle(DeadlineRules, AccreditationRules, Labelled):
    """One year of reviews under one label."""

    label = models.SlugField(_("in addresses"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=120)
    opens_on = models.DateField(_("opens"))
    closes_on = models.DateField(_("closes"))
    state = models.CharField(_("state"), max_length=8, choices=CycleState.choices, default=CycleState.OPEN)

    history = AuditRecords()

    class Meta:
        ordering = ["-opens_on", "label"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gt=F("opens_on")), name="peerreview_a_cycle_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(visit_to_weeks__gte=F("visit_from_weeks")),
                name="peerreview_a_cycle_has_a_window_for_visits",
            ),
            models.CheckConstraint(
                condition=Q(type_1_percent__lte=100, type_2_percent__lte=100, type_3_percent__lte=100),
                name="peerreview_no_threshold_is_above_a_hundred",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Say whether reviews may still be planned in it."""
        return self.state == CycleState.OPEN
