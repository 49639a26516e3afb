"""What has happened here, for the apps above."""

from django.dispatch import Signal

# Arguments: edition_id. Sent after the commit.
edition_published = Signal()
