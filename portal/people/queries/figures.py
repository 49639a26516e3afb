"""Children looked after: what was published for one authority, region or nation."""

from collections.abc import Iterable

from django.db.models import QuerySet

from portal.people.models import LocalAuthority, LookedAfterFigure, Measure, Region


def figures_of_authority(authority: LocalAuthority, measure: Measure = Measure.LOOKED_AFTER) -> list[LookedAfterFigure]:
    """Return one measure year by year, the oldest first."""
    return list(LookedAfterFigure.objects.filter(authority=authority, measure=measure).order_by("year"))


def figures_of_regions(year: int, measure: Measure = Measure.LOOKED_AFTER) -> list[LookedAfterFigure]:
    """Return one measure of one year for every region, in the regions' order."""
    rows = LookedAfterFigure.objects.filter(region__isnull=False, year=year, measure=measure)
    return list(rows.select_related("region").order_by("region__order"))


def figures_of_authorities(
    authorities: Iterable[LocalAuthority], year: int, measure: Measure = Measure.LOOKED_AFTER
) -> dict[int, LookedAfterFigure]:
    """Return one measure of one year for several authorities, by their keys."""
    rows = LookedAfterFigure.objects.filter(authority__in=list(authorities), year=year, measure=measure)
    return {row.authority_id: row for row in rows if row.authority_id is not None}


def latest_year() -> int | None:
    """Return the newest reporting year that has been published, or None before the first import."""
    return LookedAfterFigure.objects.order_by("-year").values_list("year", flat=True).first()


def national_figures(measure: Measure = Measure.LOOKED_AFTER) -> QuerySet[LookedAfterFigure]:
    """Return one measure for England, year by year."""
    return LookedAfterFigure.objects.filter(measure=measure).exclude(nation="").order_by("year")


def authorities_of_region(region: Region) -> QuerySet[LocalAuthority]:
    """Return every authority the region has or had."""
    return LocalAuthority.objects.filter(region=region)
