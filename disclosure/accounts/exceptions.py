"""What is refused to whoever tries."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..core.exceptions import Refusal


class TooManyTries(Refusal):
    """The same sentence whether the account exists or not."""

    code = "too_many_tries"

    def __init__(self, again: datetime):
        self.again = again
        super().__init__(_("Too many wrong tries. You can try again at %(time)s.") % {"time": self._time()})

    def _time(self) -> str:
        """To the minute, and not before it is true."""
        local = timezone.localtime(self.again)
        whole = local.replace(second=0, microsecond=0)
        return f"{whole + timedelta(minutes=1):%H:%M}" if local > whole else f"{whole:%H:%M}"


class WrongCode(Refusal):
    """Also one that was right, and was used."""

    message = gettext_lazy("This code is not right, or it was used already. Wait for the next one.")
