"""What a visit asks for in people."""

# A lead, three peers, an expert by experience.
LEADS, PEERS, EXPERTS = 1, 3, 1
SEATS_A_VISIT = LEADS + PEERS + EXPERTS
