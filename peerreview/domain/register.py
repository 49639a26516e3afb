"""Reading the regulator's register: spellings, names that mean the same, and the day it speaks of."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from peerreview.enums.services import ServiceFamily, ServiceKind, ServiceSector, ServiceStatus

REDACTED = "REDACTED"

KINDS = {
    "Children's home": ServiceKind.CHILDRENS_HOME,
    "Secure children's home": ServiceKind.SECURE_HOME,
    "Residential special school (registered as a children's home)": ServiceKind.SCHOOL_AS_HOME,
    "Residential special school": ServiceKind.SPECIAL_SCHOOL,
    "Boarding school": ServiceKind.BOARDING_SCHOOL,
    "Further education college with residential accommodation": ServiceKind.COLLEGE,
    "Supported accommodation": ServiceKind.SUPPORTED,
    "Residential family centre": ServiceKind.FAMILY_CENTRE,
    "Residential holiday scheme for disabled children": ServiceKind.HOLIDAY_SCHEME,
    "Secure training centre": ServiceKind.SECURE_TRAINING,
    "Secure 16 to 19 academy": ServiceKind.SECURE_SCHOOL,
    "Independent fostering agency": ServiceKind.FOSTERING,
    "Voluntary adoption agency": ServiceKind.ADOPTION_AGENCY,
    "Adoption support agency": ServiceKind.ADOPTION_SUPPORT,
}
STATUSES = {"Active": ServiceStatus.ACTIVE, "Suspended": ServiceStatus.SUSPENDED}
SECTORS = {
    "Private": ServiceSector.PRIVATE,
    "Voluntary": ServiceSector.VOLUNTARY,
    "Local Authority": ServiceSector.LOCAL_AUTHORITY,
    "Health Authority": ServiceSector.HEALTH,
    "Academy": ServiceSector.ACADEMY,
}
FAMILIES = {
    ServiceKind.CHILDRENS_HOME: ServiceFamily.HOME,
    ServiceKind.SECURE_HOME: ServiceFamily.HOME,
    ServiceKind.SECURE_TRAINING: ServiceFamily.HOME,
    ServiceKind.SCHOOL_AS_HOME: ServiceFamily.SCHOOL,
    ServiceKind.SPECIAL_SCHOOL: ServiceFamily.SCHOOL,
    ServiceKind.BOARDING_SCHOOL: ServiceFamily.SCHOOL,
    ServiceKind.COLLEGE: ServiceFamily.SCHOOL,
    ServiceKind.SECURE_SCHOOL: ServiceFamily.SCHOOL,
    ServiceKind.SUPPORTED: ServiceFamily.SUPPORTED,
    ServiceKind.FOSTERING: ServiceFamily.FOSTERING,
    ServiceKind.FAMILY_CENTRE: ServiceFamily.OTHER,
    ServiceKind.HOLIDAY_SCHEME: ServiceFamily.OTHER,
    ServiceKind.ADOPTION_AGENCY: ServiceFamily.OTHER,
    ServiceKind.ADOPTION_SUPPORT: ServiceFamily.OTHER,
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def kinds_of(family: ServiceFamily) -> list[ServiceKind]:
    """Return the kinds that belong to one family."""
    return [kind for kind, each in FAMILIES.items() if each == family]


def owner_key(name: str) -> str:
    """Return what two spellings of one owner share: no case, no punctuation, Ltd and Limited alike."""
    words = re.sub(r"[^a-z0-9 ]", "", name.casefold().replace("&", " and ").replace("-", " ")).split()
    return " ".join("limited" if word == "ltd" else word for word in words)


def best_spelling(names: Iterable[str]) -> str:
    """Return the spelling used most often; of two used equally, the first in the alphabet."""
    counted = Counter(names)
    return min(counted, key=lambda name: (-counted[name], name))


def authority_key(name: str) -> str:
    """Return what two spellings of one authority share: “Bristol, City of” is “Bristol”, “St. Helens” “St Helens”."""
    plain = re.sub(r",\s*(city|county) of$", "", name.strip().casefold())
    plain = re.sub(r"^county ", "", plain.replace("&", " and "))
    return " ".join(re.sub(r"[^a-z0-9]", " ", plain.replace("'", "")).split())


def day_in(*texts: str) -> date | None:
    """Return the day that the first of ``texts`` with a day names: “…_at_31_Mar_2023”, “… at 31 March 2023”."""
    for text in texts:
        for day, month, year in re.findall(r"(?<![0-9])([0-9]{1,2})[ _]([A-Za-z]{3,9})[ _]([0-9]{4})(?![0-9])", text):
            if month.casefold()[:3] in MONTHS:
                try:
                    return date(int(year), MONTHS.index(month.casefold()[:3]) + 1, int(day))
                except ValueError:
                    continue
    return None
