"""Rules of importing, refused in words fit for the administrator."""

from django.utils.translation import gettext as _

from portal.people.refusals import Refused


class ImportRefused(Refused):
    """The import cannot be done now; nothing has changed."""


class AnotherIsRunning(ImportRefused):
    """Two imports of one kind would each plan on what the other changes."""

    def __init__(self) -> None:
        super().__init__(_("Another import of this kind is being applied. Wait until it has ended, then check again."))


class NotPlanned(ImportRefused):
    """Only a checked file that has not been applied can be applied."""

    def __init__(self) -> None:
        super().__init__(_("This import has already been applied, refused or cancelled."))


class PlanChanged(ImportRefused):
    """What was shown is no longer what would happen."""

    def __init__(self) -> None:
        super().__init__(
            _("The records have changed since the file was checked: what is shown is out of date. Check it again.")
        )
