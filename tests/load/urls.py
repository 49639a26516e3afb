"""The portal's addresses, and the floors they are measured against."""

from django.urls import path

from portal.urls import handler400
from portal.urls import urlpatterns as portal_addresses
from tests.load import floors

__all__ = ["handler400", "urlpatterns"]

urlpatterns = [
    path("floor/bare/", floors.bare),
    path("floor/row/<int:pk>/", floors.row),
    path("floor/list/<str:model>/", floors.plain_list),
    path("floor/first-fifty/<str:number>/", floors.first_fifty),
    path("floor/fragment/<str:number>/", floors.fragment),
    path("floor/history/<str:number>/", floors.history),
    path("floor/cached/", floors.cached),
    path("floor/write/<str:number>/", floors.write),
    path("floor/announce/<str:room>/<int:n>/", floors.announce),
    *portal_addresses,
]
