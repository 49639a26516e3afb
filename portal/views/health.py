"""Whether the portal lives, is ready, and how it fares: for machines. Details only for who knows the token."""

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal import health

NOT_KEPT = {"Cache-Control": "no-store"}


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers; nothing else is asked."""
    return JsonResponse({"alive": True}, headers=NOT_KEPT)


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether the portal can do its work: 200 or 503."""
    checks = health.checks(timezone.now())
    ready = all(check.ok for check in checks)
    answer: dict[str, Any] = {"ready": ready}
    if _knows_token(request):
        answer["checks"] = {check.name: {"ok": check.ok, "finding": check.finding} for check in checks}
    return JsonResponse(answer, status=200 if ready else 503, headers=NOT_KEPT)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give the numbers in Prometheus's text form; without the token this address does not exist."""
    if not _knows_token(request):
        raise Http404
    body = health.prometheus(timezone.now())
    return HttpResponse(body, content_type="text/plain; version=0.0.4; charset=utf-8", headers=NOT_KEPT)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say whom to tell about a weakness (RFC 9116)."""
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    expires = (timezone.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: {base}/contact/",
        f"Expires: {expires}",
        "Preferred-Languages: en, cy",
        f"Canonical: {base}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _knows_token(request: HttpRequest) -> bool:
    token = getattr(settings, "METRICS_TOKEN", "")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(token) and secrets.compare_digest(given.encode(), token.encode())
