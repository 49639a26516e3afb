"""The local authorities of England and Wales as they stand, for a portal that has imported nothing yet."""

import csv
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from portal.history.writing import save_with_history
from portal.people.models import LocalAuthority, Region, User

# Codes and names: Office for National Statistics (English authorities from April 2023, Welsh principal areas).
REFERENCE = Path(__file__).resolve().parents[1] / "reference" / "authorities.csv"


@transaction.atomic
def load_authorities(*, by: User | None, known_since: date, at: datetime) -> int:
    """Add the authorities that are not there yet and return how many; those that are there stay as they are.

    Later editions of the published figures rename, close and add authorities.
    """
    regions = {region.code: region for region in Region.objects.all()}
    there = set(LocalAuthority.objects.values_list("code", flat=True))
    added = 0
    with REFERENCE.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["code"] in there:
                continue
            authority = LocalAuthority(
                code=row["code"],
                number=row["number"],
                name=row["name"],
                region=regions[row["region"]],
                starts_on=known_since,
            )
            save_with_history(authority, by=by, reason="From the official list of authorities", at=at)
            added += 1
    return added
