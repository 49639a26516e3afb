"""The young people's and staff's side, without account."""

from django.urls import URLPattern, URLResolver, path

from portal.voices.views import cards, mine, saying, unsafe, young

urlpatterns: list[URLPattern | URLResolver] = [
    path("have-your-say/", young.front, name="front"),
    path("have-your-say/staff/", young.staff, name="staff"),
    path("have-your-say/staff/card/", cards.card, {"staff": True}, name="staff_card"),
    path("have-your-say/staff/back/", mine.back, {"staff": True}, name="staff_back"),
    path("have-your-say/promises/", young.promises, name="promises"),
    path("have-your-say/leave/", young.leave, name="leave"),
    path("have-your-say/unsafe/", unsafe.unsafe, name="unsafe"),
    path("have-your-say/card/", cards.card, name="card"),
    path("have-your-say/start/", cards.start, name="start"),
    path("have-your-say/say/", saying.say, name="say"),
    path("have-your-say/again/", saying.again, name="again"),
    path("have-your-say/back/", mine.back, name="back"),
    path("have-your-say/mine/", mine.mine, name="mine"),
    path("have-your-say/mine/add/", mine.add, name="add"),
    path("have-your-say/mine/disagree/<int:n>/", mine.disagree, name="disagree"),
    path("have-your-say/mine/take-back/", mine.take_back, name="take_back"),
    path("have-your-say/mine/right/<int:pk>/", mine.right, name="right"),
]
