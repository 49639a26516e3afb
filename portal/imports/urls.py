"""Addresses of the administrators' imports."""

from django.urls import path

from portal.imports.views import runs

app_name = "imports"
urlpatterns = [
    path("imports/", runs.index, name="index"),
    path("imports/runs/<int:pk>/", runs.run, name="run"),
    path("imports/runs/<int:pk>/apply/", runs.apply, name="apply"),
    path("imports/runs/<int:pk>/apply-here/", runs.apply_here, name="apply_here"),
    path("imports/runs/<int:pk>/cancel/", runs.cancel, name="cancel"),
    path("imports/<slug:slug>/", runs.check, name="check"),
]
