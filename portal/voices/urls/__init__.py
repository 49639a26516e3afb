"""The addresses of voices, by who uses them."""

from portal.voices.urls import campaigns, moderation, themes, young

app_name = "voices"

# What was heard stands below the young people's front door, so it is asked first.
urlpatterns = [*themes.urlpatterns, *young.urlpatterns, *campaigns.urlpatterns, *moderation.urlpatterns]
