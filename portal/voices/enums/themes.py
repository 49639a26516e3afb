"""The closed lists of what was heard and what was done."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ThemeState(models.TextChoices):
    """Where a theme stands."""

    DRAFT = "draft", _("Being written")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Taken down")


class AnswerKind(models.TextChoices):
    """The five honest answers (voices.md, promise 5)."""

    DID = "did", _("We did")
    DOING = "doing", _("We are doing")
    CANNOT = "cannot", _("We can’t")
    NOT_YET = "not_yet", _("Not yet")
    ASK_MORE = "ask_more", _("We need to ask more")


class Right(models.TextChoices):
    """Did we get it right?"""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")
