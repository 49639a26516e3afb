"""Addresses of the frame's own pages."""

from django.urls import path

from portal.views import administration, health, reminders, today

urlpatterns = [
    path("today/", today.today, name="today"),
    path("administration/", administration.administration, name="administration"),
    path("administration/reminders/", reminders.reminders, name="reminders"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path(".well-known/security.txt", health.security_txt, name="security_txt"),
]
