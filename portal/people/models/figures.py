"""Children looked after, as published: a number, or the letter printed in its place, never both and never neither."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.history.records import AuditRecords
from portal.people.enums import Nation
from portal.people.models.authorities import LocalAuthority
from portal.people.models.regions import Region


class Measure(models.TextChoices):
    """What is counted in a reporting year, which ends on 31 March."""

    LOOKED_AFTER = "looked_after", _("Children looked after on 31 March")
    STARTED = "started", _("Children starting to be looked after in the year")
    CEASED = "ceased", _("Children ceasing to be looked after in the year")


class Mark(models.TextChoices):
    """What the publisher prints where a number would stand."""

    NONE = "", _("a number")
    SUPPRESSED = "c", _("withheld so that nobody can be recognised")
    NOT_APPLICABLE = "z", _("not applicable")
    NOT_AVAILABLE = "x", _("not available")
    MISSING = ":", _("not collected")
    LOW = "low", _("more than nothing, but rounds to nothing")


def _number_or_mark(field: str) -> models.CheckConstraint:
    number, mark = Q(**{f"{field}__isnull": False}), Q(**{f"{field}_mark": ""})
    return models.CheckConstraint(
        condition=(number & mark) | (~number & ~mark), name=f"people_figure_{field}_is_a_number_or_a_letter"
    )


class LookedAfterFigure(models.Model):
    """One measure in one year for one authority, one region or the whole nation."""

    authority = models.ForeignKey(
        LocalAuthority, on_delete=models.PROTECT, null=True, blank=True, related_name="figures"
    )
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="figures")
    nation = models.CharField(_("nation"), max_length=10, choices=Nation.choices, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), help_text=_("The reporting year ends on 31 March of this year."))
    measure = models.CharField(_("measure"), max_length=20, choices=Measure.choices)
    children = models.PositiveIntegerField(_("children"), null=True, blank=True)
    children_mark = models.CharField(max_length=3, choices=Mark.choices, blank=True)
    rate = models.DecimalField(_("rate per 10,000"), max_digits=8, decimal_places=2, null=True, blank=True)
    rate_mark = models.CharField(max_length=3, choices=Mark.choices, blank=True)
    population = models.PositiveIntegerField(_("children in the population"), null=True, blank=True)
    population_mark = models.CharField(max_length=3, choices=Mark.choices, blank=True)

    history = AuditRecords()

    class Meta:
        ordering = ["-year", "measure", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(authority__isnull=False, region__isnull=True, nation="")
                | Q(authority__isnull=True, region__isnull=False, nation="")
                | (Q(authority__isnull=True, region__isnull=True) & ~Q(nation="")),
                name="people_figure_is_of_one_authority_or_region_or_nation",
            ),
            _number_or_mark("children"),
            _number_or_mark("rate"),
            _number_or_mark("population"),
            models.UniqueConstraint(
                fields=["authority", "year", "measure"],
                condition=Q(authority__isnull=False),
                name="people_figure_once_for_an_authority_year_and_measure",
            ),
            models.UniqueConstraint(
                fields=["region", "year", "measure"],
                condition=Q(region__isnull=False),
                name="people_figure_once_for_a_region_year_and_measure",
            ),
            models.UniqueConstraint(
                fields=["nation", "year", "measure"],
                condition=~Q(nation=""),
                name="people_figure_once_for_a_nation_year_and_measure",
            ),
        ]
        indexes = [models.Index(fields=["year", "measure"], name="people_figure_year_measure")]

    def __str__(self) -> str:
        return (
            f"{self.authority or self.region or self.get_nation_display()}, {self.get_measure_display()}, {self.year}"
        )
