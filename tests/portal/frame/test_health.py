"""Alive, ready, numbers: each to whom it concerns."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.heartbeats import TIMER, beat

TOKEN = "a-token-of-the-tests"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


def test_alive_asks_no_database(client: Client) -> None:
    """Without the mark that opens the database, any query would fail."""
    assert client.get("/healthz").json() == {"alive": True}


@pytest.mark.django_db
def test_ready_says_no_more_than_that_to_strangers(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"ready": True})
    checks = client.get("/readyz", headers=BEARER).json()["checks"]
    assert set(checks) == {"database", "cache", "migrations", "timer", "worker"}


@pytest.mark.django_db
def test_a_silent_timer_makes_the_portal_unready_outside_the_demonstration(client: Client, settings: Any) -> None:
    beat(TIMER, timezone.now() - timedelta(hours=2))
    assert client.get("/readyz").status_code == 200
    settings.DEMONSTRATION = False
    assert client.get("/readyz").status_code == 503
    beat(TIMER, timezone.now())
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_metrics_exist_only_for_who_knows_the_token(client: Client, settings: Any) -> None:
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    response = client.get("/metrics", headers=BEARER)
    assert 'portal_check{name="database"} 1' in response.content.decode()


def test_security_txt_says_whom_to_tell(client: Client) -> None:
    body = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: " in body
    assert "Expires: " in body


def test_every_answer_has_a_name_and_a_proxys_name_is_kept(client: Client) -> None:
    assert len(client.get("/healthz").headers["X-Request-ID"]) == 32
    named = client.get("/healthz", headers={"X-Request-ID": "proxy-named-123"})
    assert named.headers["X-Request-ID"] == "proxy-named-123"
    forged = client.get("/healthz", headers={"X-Request-ID": "<script>alert(1)</script>"})
    assert "<" not in forged.headers["X-Request-ID"]
