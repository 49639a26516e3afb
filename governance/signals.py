"""What has happened, told in the past tense, inside the transaction; receivers queue for after the commit.

Every signal carries ids, ``by`` (None when the portal itself acted) and ``at``.
"""

from django.dispatch import Signal

chair_changed = Signal()  # board_id, term_id
chair_asked = Signal()  # board_id, turn_id: somebody is asked to take the next term
chair_answered = Signal()  # board_id, turn_id: they answered, or their time to answer ran out
handover_changed = Signal()  # board_id, term_id
alternate_named = Signal()  # board_id, alternate_id
voice_handed_over = Signal()  # board_id, stand_in_id; also when it is taken back
meeting_planned = Signal()  # meeting_id; also when it is moved
meeting_cancelled = Signal()  # meeting_id

# Proposals. When ``version_published`` is sent the proposal stands in discussion again: rounds void what is open.
proposal_started = Signal()  # proposal_id
version_published = Signal()  # proposal_id, version_id, n
proposal_moved = Signal()  # proposal_id, from_, to (ProposalState), reason
proposal_withdrawn = Signal()  # proposal_id, reason

# Discussion.
question_asked = Signal()  # proposal_id, question_id
question_replied = Signal()  # proposal_id, question_id
concern_raised = Signal()  # proposal_id, concern_id
concern_closed = Signal()  # proposal_id, concern_id, state (ConcernState)
concern_reopened = Signal()  # proposal_id, concern_id
comment_added = Signal()  # proposal_id, comment_id
comment_withdrawn = Signal()  # proposal_id, comment_id

# Amendments. A concern is met when a version takes in the amendment that is meant to resolve it.
amendment_stepped = Signal()  # proposal_id, amendment_id, step_id, kind (StepKind)
concern_met = Signal()  # proposal_id, concern_id, amendment_id

# Rounds. Nothing here says where anybody stands.
round_opened = Signal()  # proposal_id, round_id, kind (RoundKind)
round_extended = Signal()  # proposal_id, round_id, reason
round_closed = Signal()  # proposal_id, round_id, state (RoundState)
position_taken = Signal()  # proposal_id, round_id, position_id
# proposal_id, round_id, position_id, person_id: the secretary entered it, the principal is told
position_recorded_for = Signal()
block_settled = Signal()  # proposal_id, block_id, state (BlockState)

# Decisions.
decision_recorded = Signal()  # decision_id, number, board_id, proposal_id

# Representation.
report_back_sent = Signal()  # report_back_id
report_back_corrected = Signal()  # report_back_id, correction_id
response_added = Signal()  # report_back_id, response_id
sounding_opened = Signal()  # sounding_id
# Blocks as a process, the fallback steps, referrals.
block_step_added = Signal()  # proposal_id, block_id, step_id
block_stood_over = Signal()  # proposal_id, block_id: into a round that opened on the same text
block_part_wanted = Signal()  # proposal_id, block_id, due (BlockDue): the objector's part is asked for
fallback_started = Signal()  # proposal_id, step_id
fallback_ended = Signal()  # proposal_id, step_id
proposal_not_agreed = Signal()  # proposal_id
referral_sent = Signal()  # proposal_id, referral_id
referral_answered = Signal()  # proposal_id (the referring board's), referral_id
# Urgent decisions.
urgent_asked = Signal()  # urgent_id, proposal_id
urgent_decided = Signal()  # urgent_id, proposal_id
urgent_ended = Signal()  # urgent_id, proposal_id: ratified, lapsed, withdrawn or never confirmed

# Reviews of decisions, and proposals that nobody works on.
review_opened = Signal()  # review_id, decision_id
review_closed = Signal()  # review_id, decision_id
proposal_lapsed = Signal()  # proposal_id, reason
position_confirmed = Signal()  # proposal_id, round_id, position_id
