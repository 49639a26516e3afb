"""The closed lists of a visit: where a day stands, who can come on it, and what its sessions are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayState(models.TextChoices):
    """Where one of the days stands that a host offered."""

    HELD = "held", _("Held free")
    CONFIRMED = "confirmed", _("The day of the visit")
    FREED = "freed", _("No longer needed")


class Coming(models.TextChoices):
    """What somebody on the team says of a day that is held."""

    CAN = "can", _("I can come")
    IF_NEEDED = "if_needed", _("Only if it has to be")
    CANNOT = "cannot", _("I cannot come")


class SessionKind(models.TextChoices):
    """What happens in a session; the rules each kind brings are in ``domain/timetables.py``."""

    TEAM_MEETS = "team_meets", _("The team meets")
    WELCOME = "welcome", _("Welcome, and a tour led by young people")
    HOUSE_MEETING = "house_meeting", _("House meeting")
    STAFF = "staff", _("Staff group, without leaders")
    LEADERSHIP = "leadership", _("Leadership")
    LUNCH = "lunch", _("Lunch")
    YOUNG_PEOPLE = "young_people", _("Young people, without leaders")
    EVIDENCE = "evidence", _("Evidence")
    FAMILIES = "families", _("Families, social workers, referrers")
    TEAM_ALONE = "team_alone", _("The team alone")
    FEEDBACK = "feedback", _("First feedback, young people first")
    NEXT_STEPS = "next_steps", _("Next steps")


class Flaw(models.TextChoices):
    """What is wrong with a timetable, in words; ``domain/timetables.py`` says when."""

    ENDS_FIRST = "ends_first", _("A session ends after it begins.")
    NOBODY = "nobody", _("Somebody of the team is there.")
    LEADERS = "leaders", _("Leaders are not present when young people or staff speak for themselves.")
    ALONE = "alone", _("Nobody is alone with a child: at least two of the team are there.")
    TWO_PLACES = "two_places", _("Nobody is in two sessions at once")
    SAME_ROOM = "same_room", _("Two sessions at the same time need two places.")
