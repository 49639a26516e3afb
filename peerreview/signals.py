"""What has happened, told in the past tense, inside the transaction; receivers queue for after the commit."""

from django.dispatch import Signal

edition_changed = Signal()  # edition_id, state (EditionState): published, opened for consultation or withdrawn
review_moved = Signal()  # review_id, from_state, to_state (ReviewState), by (a person or None), at
