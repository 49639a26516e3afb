"""Setting up: the signed-in front of voices, campaigns and cards, questions, typing in."""

from django.urls import URLPattern, URLResolver, path

from portal.voices.views import campaigns, entries, questions

ONE = "voices/campaigns/<slug:slug>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("voices/", campaigns.index, name="index"),
    path("voices/campaigns/", campaigns.list_, name="campaigns"),
    path("voices/campaigns/new/", campaigns.begin, name="campaign_begin"),
    path("voices/campaigns/about/<slug:kind>/<int:key>/", campaigns.ask_about, name="campaign_about"),
    path(ONE, campaigns.campaign, name="campaign"),
    path(f"{ONE}boxes/", campaigns.boxes, name="campaign_boxes"),
    path(f"{ONE}questions/", campaigns.sets, name="campaign_sets"),
    path(f"{ONE}open/", campaigns.open_, name="campaign_open"),
    path(f"{ONE}close/", campaigns.close, name="campaign_close"),
    path(f"{ONE}cards/", campaigns.cards, name="campaign_cards"),
    path(f"{ONE}cards/<int:batch>/take-back/", campaigns.void, name="campaign_void"),
    path("voices/questions/", questions.list_, name="questions"),
    path("voices/questions/<slug:key>/", questions.one, name="question_set"),
    path("voices/questions/<slug:key>/begin/", questions.begin, name="question_begin"),
    path("voices/questions/<slug:key>/write/", questions.write, name="question_write"),
    path("voices/questions/<slug:key>/publish/", questions.publish, name="question_publish"),
    path("voices/questions/<slug:key>/drop/", questions.drop, name="question_drop"),
    path("voices/entry/", entries.entry, name="entry"),
]
