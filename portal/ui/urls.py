"""The style guide; outside development and the demonstration its views answer that there is nothing here."""

from django.urls import path

from portal.ui import views

urlpatterns = [
    path("ui/", views.guide, name="ui_guide"),
    path("ui/young/", views.guide_young, name="ui_guide_young"),
]
