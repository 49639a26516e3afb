"""Words that let something be read sooner: they raise, they never lower, and they are found however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.voices.domain.triage import raised
from portal.voices.enums.statements import Priority

N, R, U = Priority.NORMAL, Priority.RAISED, Priority.URGENT
ORDER = [N, R, U]

# Read at once, soon and in turn. A false alarm costs a reader a minute; what is missed costs a child more.
AT_ONCE = """
I don't feel safe
I don’t feel very safe here.
i dont feel safe
I dont feel save
It isn't safe.
It is not at all safe.
I have never felt safe
I won't be safe there
I cannot feel safe
They haven't kept me safe
I don't think that I am safe here
It is unsafe.
I am in danger
Nobody feels safe
Nobody here feels safe.
No one is safe in this house
no-one ever feels safe
None of us feel safe at night
No child is safe there
Nobody keeps us safe
He hits me.
They hurt me
hurt me
He hurts us
He hurts my sister
He hurts people
She kicks me
They slapped us
They dragged me up the stairs
He is touching me
He touched me
He sends me nudes
kill me
He said he will kill me
I'll kill him
I want to hurt somebody
I want to hurt me
I want to hurt myself
I want to hurt my self
I keep hurting myself
I hurt myself when it is dark
I burn myself
I am self-harming
I want to kill myself
he told me to kill my self
They write kys to me
I want to die
I WANT TO DIE
I want  to\\n\\ndie
i wanna die
I wish I was dead
I wish I wasn’t here
I don't want to be alive
I do not want to live anymore
I don’t want to be here any more
They would be better off without me
I want to end my life
I can't go on like this
I took too many tablets
I feel suicidal
im sucidal
They lock me in
They locked us out
I am scared of him
We are terrified of staff
I ran away
I am going to run away
She has a knife
"""
SOON = """
I am scared
I am terrified
We get bullied
Nobody  listens
No one cares
Nobody believes me
I have bruises
My nose was bleeding
They hit each other
Kids get hurt here
He kicks people
I hate myself
I can't cope
please help me
I think I am going to die
The stairs are dangerous
My shoes are killing me
The stone is harmless
"""
# Also words that only begin or end like others, and what is said of games, jokes and good days.
IN_TURN = """
The food is good.
I feel safe here.
it is safe here
We went to a safe place.
Everybody is safe.
They keep us safe
Nobody shouts here.
Nobody minds, and we are all safe.
No one is left out and it is safe.
We did not lock the bikes in the safe
I was locked in
The match was killer
The killer whale film was great
We killed it at the talent show
We killed the dragon in the game
My painkillers help
I nearly died laughing
I hurt my knee at football
My leg hurts
We hit the ball over the fence
I beat my brother at chess
I cut the cake myself
I made it myself
They helped me with maths
I need help with homework
I can't go on the trip
I don't want to live by the road
I don't save my money
It was terrific
We grow grapes in Essex.
I take my tablets at eight
"""
SAID = [
    ("", N),
    *(
        (said.replace("\\n", "\n"), priority)
        for sentences, priority in ((AT_ONCE, U), (SOON, R), (IN_TURN, N))
        for said in sentences.strip().splitlines()
    ),
]


@pytest.mark.parametrize(("said", "priority"), SAID)
def test_what_is_said_is_read_as_soon_as_the_table_says(said: str, priority: Priority) -> None:
    assert raised(N, said) == priority


TEXTS = st.lists(
    st.sampled_from([said for said, _priority in SAID if said]) | st.text(max_size=12), min_size=1, max_size=4
).map(" ".join)


@given(st.sampled_from(ORDER), TEXTS, TEXTS)
def test_no_words_ever_lower_how_soon_it_is_read(now: Priority, said: str, more: str) -> None:
    found = raised(now, said)
    assert ORDER.index(found) == max(ORDER.index(now), ORDER.index(raised(N, said)))
    for longer in (f"{said} {more}", f"{more}\n\n{said}"):
        assert ORDER.index(raised(now, longer)) >= ORDER.index(found)
    assert raised(found, "All is well.") == found
