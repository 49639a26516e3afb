"""Addresses of notices, their settings and the calendar feed."""

from django.urls import include, path

from portal.notifications.views import calendars, notices, preferences

app_patterns = [
    path("notifications/", notices.notices, name="list"),
    path("notifications/read/", notices.read_all, name="read_all"),
    path("notifications/<int:pk>/", notices.open_notice, name="open"),
    path("notifications/<int:pk>/read/", notices.read, name="read"),
    path("account/notifications/", preferences.preferences, name="preferences"),
    path("account/notifications/calendar/", calendars.make, name="make_calendar"),
    path("account/notifications/calendar/end/", calendars.revoke, name="revoke_calendar"),
    path("calendar/<str:token>.ics", calendars.feed, name="calendar"),
]

urlpatterns = [path("", include((app_patterns, "notifications")))]
