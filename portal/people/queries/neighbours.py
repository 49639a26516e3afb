"""Statistical neighbours of an authority."""

from portal.people.models import LocalAuthority, NeighbourLink


def latest_edition() -> int | None:
    """Return the newest edition that was imported, or None before the first import."""
    return NeighbourLink.objects.order_by("-edition").values_list("edition", flat=True).first()


def neighbours_of(authority: LocalAuthority, edition: int | None = None) -> list[NeighbourLink]:
    """Return the ten nearest authorities, the nearest first; of the newest edition unless one is named."""
    edition = latest_edition() if edition is None else edition
    if edition is None:
        return []
    rows = NeighbourLink.objects.filter(authority=authority, edition=edition)
    return list(rows.select_related("neighbour").order_by("rank"))
