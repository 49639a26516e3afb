"""People, organisations, places and dated roles for tests.

``UserFactory(roles=["editor"])``, ``UserFactory(inactive=True)``; every user can sign in with ``PASSWORD``.
"""

from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any

import factory

from portal.history.writing import save_with_history
from portal.people.enums import OrganisationKind, RoleKind
from portal.people.models import Affiliation, LocalAuthority, Organisation, Region, RoleGrant, User
from tests.remembering import ask

PASSWORD = "seven slow herons"
LONG_AGO = date(2020, 1, 1)
BEGAN = datetime(2020, 1, 1, 9, tzinfo=UTC)

REGIONS: list[tuple[str, str, str, str, str]] = import_module("portal.people.migrations.0002_regions").REGIONS


class HistoryFactory(factory.django.DjangoModelFactory):
    """Write each row with a history row that says where it came from."""

    class Meta:
        abstract = True

    @classmethod
    def _generate(cls, strategy: Any, params: dict[str, Any]) -> Any:
        build = super()._generate
        if strategy != factory.CREATE_STRATEGY:
            return build(strategy, params)
        return ask(f"{cls.__module__}.{cls.__qualname__}", params, lambda: build(strategy, params))

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        row = model_class(*args, **kwargs)
        save_with_history(row, by=None, reason="Made for a test", at=BEGAN)
        return row


def region(short: str = "NW") -> Region:
    """Return a region by its letters; made again when a transactional test has flushed the migration's rows."""
    for order, (code, name, slug, letters, nation) in enumerate(REGIONS, start=1):
        if letters == short:
            values = {"name": name, "slug": slug, "short": letters, "nation": nation, "order": order}
            return Region.objects.get_or_create(code=code, defaults=values)[0]
    raise LookupError(short)


class LocalAuthorityFactory(HistoryFactory):
    """A placing authority in the North West unless told otherwise."""

    class Meta:
        model = LocalAuthority

    code = factory.Sequence(lambda n: f"E08{n:06d}")
    number = factory.Sequence(lambda n: f"{n % 1000:03d}")
    name = factory.Sequence(lambda n: f"Authority {n}")
    region = factory.LazyFunction(region)
    starts_on = LONG_AGO


class OrganisationFactory(HistoryFactory):
    """A provider in the North West unless told otherwise."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Harbour Homes {n}")
    slug = factory.Sequence(lambda n: f"harbour-homes-{n}")
    kind = OrganisationKind.PROVIDER
    region = factory.LazyFunction(region)

    class Params:
        of_an_authority = factory.Trait(
            kind=OrganisationKind.LOCAL_AUTHORITY,
            authority=factory.SubFactory(LocalAuthorityFactory),
            name=factory.SelfAttribute("authority.name"),
            region=factory.SelfAttribute("authority.region"),
        )


class UserFactory(HistoryFactory):
    """Somebody who may sign in with ``PASSWORD``; ``roles`` are held since long ago."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Person {n:04d}")
    email = factory.Sequence(lambda n: f"person{n}@hearth.example")

    class Params:
        inactive = factory.Trait(is_active=False)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        password = kwargs.pop("password", PASSWORD)
        user = User(joined_at=BEGAN, **kwargs)
        user.set_password(password)
        save_with_history(user, by=None, reason="Made for a test", at=BEGAN)
        return user

    @factory.post_generation
    def roles(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:  # type: ignore[misc]
        """Grant each role in ``extracted``."""
        for role in extracted or ():
            RoleGrantFactory(person=self, role=role)


class AffiliationFactory(HistoryFactory):
    """Somebody works for a provider since long ago."""

    class Meta:
        model = Affiliation

    person = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = "Registered manager"
    starts_on = LONG_AGO


class RoleGrantFactory(HistoryFactory):
    """Somebody is an administrator since long ago."""

    class Meta:
        model = RoleGrant

    person = factory.SubFactory(UserFactory)
    role = RoleKind.ADMINISTRATOR
    starts_on = LONG_AGO
