"""What was heard and what was done: for everybody, and for those who work on it."""

from django.urls import URLPattern, URLResolver, path

from portal.voices.views import heard, themes

urlpatterns: list[URLPattern | URLResolver] = [
    path("have-your-say/heard/", heard.wall, name="heard"),
    path("have-your-say/heard.atom", heard.feed, name="heard_feed"),
    path("have-your-say/heard.csv", heard.table, name="heard_table"),
    path("have-your-say/heard/<int:pk>/", heard.theme, name="heard_theme"),
    path("voices/themes/", themes.index, name="themes"),
    path("voices/themes/<int:pk>/", themes.theme, name="theme"),
    path("voices/themes/<int:pk>/write/", themes.rewrite, name="theme_write"),
    path("voices/themes/<int:pk>/publish/", themes.publish, name="theme_publish"),
    path("voices/themes/<int:pk>/take-down/", themes.take_down, name="theme_take_down"),
    path("voices/themes/<int:pk>/answer/", themes.answer, name="theme_answer"),
    path("voices/campaigns/<slug:slug>/gather/", themes.gather, name="gather"),
    path("voices/campaigns/<slug:slug>/numbers/", themes.numbers, name="numbers"),
    path(
        "voices/campaigns/<slug:slug>/numbers/<slug:core>/<slug:audience>/",
        themes.publish_numbers,
        name="publish_numbers",
    ),
]
