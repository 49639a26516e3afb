"""The address map. Addresses are cited by people: they never change."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("", include("portal.views.urls")),
    path("", include("governance.urls")),
    path("", include("peerreview.urls")),
    path("", include("portal.search.urls")),
    path("", include("portal.api.urls")),
    path("", include("portal.people.urls")),
    path("", include("portal.voices.urls")),
    path("", include("portal.notifications.urls")),
    path("", include("portal.imports.urls")),
    path("", include("portal.ui.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("content.urls")),
    path("", include(wagtail_urls)),
]

handler400 = "portal.views.errors.bad_request"
