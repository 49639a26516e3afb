"""Addresses of the API, version 1: fields are added, never taken away or changed."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from portal.api import views

router = SimpleRouter()
router.register("decisions", views.Decisions, "decision")
router.register("boards", views.Boards, "board")
router.register("standards", views.Standards, "standard-set")
router.register("editions", views.Editions, "edition")
router.register("publications", views.Publications, "publication")
router.register("regions", views.Regions, "region")
router.register("authorities", views.Authorities, "authority")

app_patterns = [
    path("schema/", views.Schema.as_view(), name="schema"),
    path("docs/", views.docs, name="docs"),
    *router.urls,
]

urlpatterns = [path("api/v1/", include((app_patterns, "api")))]
