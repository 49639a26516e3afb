"""The words of the demonstration's young people and staff. All of it is invented."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Said:
    """What one person says, and what became of it."""

    band: str
    words: Mapping[str, str]
    privacy: str = "private"
    name: str = ""
    helper: str = "nobody"
    ago: int = 0
    then: str = ""
    told: str = ""
    hidden: str = ""


@dataclass(frozen=True)
class Reply:
    """One answer."""

    kind: str
    text: str
    easy: str
    by_when: int | None = None


@dataclass(frozen=True)
class Told:
    """One theme with its answers."""

    title: str
    text: str
    easy: str
    topic: str
    staff: bool = False
    answers: Sequence[Reply] = field(default_factory=tuple)


_FACES = ("good", "really_good", "ok", "good", "not_so_good", "really_good", "not_good", "ok", "good", "really_good")
_WORRIED = ("no", "yes", "no", "not_sure", "no", "yes", "no", "no", "rather_not", "yes")
_WHY = (
    "Because I sleep better when I know who is awake.",
    "I wake up early and then there is nobody to talk to.",
    "Phones off at ten is fine, but not on Fridays.",
    "My room is too hot and the window only opens a bit.",
    "I like that they knock and wait.",
    "It should be the same rule for everyone my age.",
    "I want to ring my sister when she gets home from work.",
    "The landing light stays on, and that is good for the little ones.",
    "They shine a torch in. I hate it.",
    "Somebody should say goodnight like they mean it.",
)
NIGHTS: tuple[Said, ...] = tuple(
    Said(
        band,
        {
            "like-it": _FACES[(n * 3 + shift) % 10],
            "because": _WHY[(n + shift) % 10],
            "worried": _WORRIED[(n * 7 + shift) % 10],
            "idea": "Ask us first." if n % 4 == 0 else "",
        },
        privacy=("private", "anonymous", "private", "named")[n % 4],
        name="Robin" if n % 4 == 3 else "",
    )
    for shift, (band, many) in enumerate((("8-11", 6), ("12-15", 14), ("16+", 12), ("staff", 5)))
    for n in range(many)
)
NIGHTS_THEMES: tuple[Told, ...] = (
    Told(
        "Checks at night wake people up",
        "Many are woken by the way adults look in at night. They understand why it is done and want it done softly.",
        "When grown-ups look in at night, it wakes you up. You know why they do it. You want it to be gentle.",
        "nights",
        answers=(
            Reply(
                "doing",
                "Homes of the cooperative are agreeing with each young person how they are checked at night and write "
                "it down. Torches are being replaced by the light of the corridor.",
                "We are asking each of you how you want to be looked in on. No more torches.",
                200,
            ),
            Reply(
                "did",
                "Every member home has now agreed it with each young person, and the visiting teams asked about it.",
                "It is done. Your home has asked you. If not, tell us.",
            ),
        ),
    ),
    Told(
        "The phone rule should fit somebody’s age and week",
        "Older young people want a later time at weekends, and to be able to ring family who work late.",
        "You want the phone rule to fit how old you are. At weekends it should be later.",
        "phones",
        answers=(
            Reply(
                "not_yet",
                "The boards agree with the idea. Homes first want to try it in three places, because of what happens "
                "online at night.",
                "Not yet. Three homes try it first. Then we tell you what we learned.",
            ),
        ),
    ),
    Told(
        "It matters who says goodnight",
        "Several said that the night begins well when an adult they know takes time for it.",
        "A real goodnight from somebody you know helps.",
        "adults",
        answers=(
            Reply(
                "did",
                "The standards the homes visit each other by now say that the evening belongs to the adults who know "
                "the child best.",
                "It is in our rules now: somebody who knows you says goodnight.",
            ),
        ),
    ),
    Told(
        "Night staff feel alone with decisions",
        "Staff who work at night want somebody to ring who knows the child.",
        "Grown-ups who work at night want somebody to ask.",
        "support",
        staff=True,
        answers=(),
    ),
)
PUT_AWAY = (
    "Thank you. What you said about nights has an answer, and every home has agreed with each of you how you are "
    "looked in on. So we have put your own words away."
)
EVERYDAY: tuple[Said, ...] = (
    Said(
        "12-15",
        {"safe": "good", "listened": "not_so_good", "change": "The meeting on Sunday should start with us."},
        ago=0,
    ),
    Said("8-11", {"safe": "really_good", "fun": "Den building!", "good-news": "The garden."}, ago=1),
    Said("16+", {"ready": "not_good", "change": "Nobody has shown me how to read a bill."}, privacy="anonymous", ago=2),
    Said("12-15", {"fairness": "not_good", "change": "I am scared when they shout in the kitchen."}, ago=0),
    Said("4-7", {"weather": "sun", "good-news": "pancakes"}, helper="advocate", ago=3),
    Said("12-15", {"listened": "ok", "good-news": "They asked us about the colour of the hall."}, ago=4, then="taken"),
    Said(
        "16+",
        {"adults": "yes", "change": "Marlowe should not have to share a bathroom with the little ones."},
        ago=6,
        then="changed",
        hidden="Marlowe",
        told="We took a name out, so that nobody is known by it. The rest is as you wrote it.",
    ),
    Said(
        "12-15",
        {"change": "asdf asdf"},
        ago=12,
        then="returned",
        told="We could not understand it. Would you like to say it again?",
    ),
    Said("8-11", {"food": "not_so_good", "change": "Less rice. More choosing."}, ago=20, then="released"),
    Said("12-15", {"food": "ok", "change": "Could we cook once a week?"}, ago=22, then="released"),
    Said(
        "16+",
        {"food": "good", "good-news": "We cook on Thursdays and it is the best evening."},
        ago=25,
        then="released",
    ),
)
STAFF: tuple[Said, ...] = (
    Said("staff", {"held": "not_so_good", "change": "Supervision is cancelled when we are short."}, ago=2),
    Said(
        "staff", {"safe": "good", "good-news": "Breakfast together has changed the mornings."}, ago=18, then="released"
    ),
)
VISIT: tuple[Said, ...] = (
    Said(
        "12-15",
        {"safe": "good", "listened": "ok", "look-at": "Ask who decides about the evenings.", "good-news": "The cook."},
        then="released",
    ),
    Said(
        "16+",
        {"safe": "good", "complain": "not_sure", "look-at": "Look at the complaints box. It is empty."},
        then="released",
    ),
    Said("8-11", {"safe": "really_good", "look-at": "My room!"}, then="released"),
)
BETTER: tuple[Said, ...] = (
    Said(
        "12-15",
        {
            "better": "good",
            "seen": "yes",
            "got-better": "Planning meetings are shorter and they ask me first.",
            "not-better": "The list of what was promised hangs in the office.",
        },
        then="released",
    ),
    Said("16+", {"better": "ok", "told": "no", "next": "Hang the list in the kitchen."}, then="released"),
)
