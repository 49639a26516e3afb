"""Rows are made quickly of what was read: each is what Django's own way makes, and nobody listens to the making."""

import pytest
from django.apps import apps
from django.db import models
from django.db.models.signals import post_init, pre_init

from peerreview.models import Service
from portal.labels import Labelled
from tests.factories.services import ServiceFactory

LABELLED = [model for model in apps.get_models() if issubclass(model, Labelled)]


@pytest.mark.parametrize("model", LABELLED, ids=lambda model: model._meta.label)
def test_nobody_listens_to_the_making_of_a_row(model: type[Labelled]) -> None:
    assert not pre_init.has_listeners(model)
    assert not post_init.has_listeners(model)
    assert model.__init__ is models.Model.__init__


@pytest.mark.django_db
def test_row_is_what_django_makes() -> None:
    service = ServiceFactory()
    quick = Service.objects.get(pk=service.pk)
    columns = [field.attname for field in Service._meta.concrete_fields]
    values = [getattr(quick, name) for name in columns]
    slow = super(Labelled, Service).from_db("default", columns, values)
    assert [getattr(slow, name) for name in columns] == values
    assert (quick._state.adding, quick._state.db) == (slow._state.adding, slow._state.db)
    assert quick == slow == service
    assert quick.region == service.region


@pytest.mark.django_db
def test_what_was_not_read_is_read_when_asked_for() -> None:
    service = ServiceFactory()
    part = Service.objects.only("kind").get(pk=service.pk)
    assert "name" in part.get_deferred_fields()
    assert part.name == service.name
    part.refresh_from_db()
    assert part.urn == service.urn
