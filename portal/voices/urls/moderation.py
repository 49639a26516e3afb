"""Reading before others do, and safeguarding."""

from django.urls import URLPattern, URLResolver, path

from portal.voices.views import cases

urlpatterns: list[URLPattern | URLResolver] = [
    path("voices/alerts/<int:pk>/", cases.alert, name="alert"),
    path("voices/cases/<uuid:pk>/", cases.case, name="case"),
]
