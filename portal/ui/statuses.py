"""One colour for one kind of state, everywhere; the words always stand beside it."""

COLOURS = {
    "grey": "skipped draft withdrawn closed not_started cancelled expired superseded rescinded lapsed dropped ended "
    "stands inactive archived not_applicable not_pursued",
    "blue": "discussion in_progress open scheduled submitted invited proposed planned answered self_review",
    "teal": "continued consensus_test testing round provisional review visit moderation drafting accuracy_check "
    "finalising",
    "green": "resolved adopted agreed agree completed done published met accepted verified current active "
    "in_force ratified final decided accredited resumed",
    "yellow": "not_upheld dissent reservations agree_with_reservations due waiting partly_met returned deferred paused "
    "postponed with_conditions suspended",
    "purple": "aside fallback stand_aside recused referred mediation expert_advice action_plan",
    "orange": "awaiting_ratification untested concern due_soon nearly_due under_review appealed with_panel",
    "red": "upheld block blocked overdue late not_met rejected urgent refused failed not_agreed not_accredited",
}
BY_STATE = {state: colour for colour, states in COLOURS.items() for state in states.split()}


def colour_of(state: object) -> str:
    """Return the tag colour for ``state`` (an enum value or its text); brand where none is set."""
    return BY_STATE.get(str(getattr(state, "value", state)).lower().replace("-", "_").replace(" ", "_"), "brand")
