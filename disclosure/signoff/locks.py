"""Why nobody edits an item that is being signed, in words."""

from django.utils.translation import gettext as _
from wagtail.locks import WorkflowLock


class SigningLock(WorkflowLock):
    """Wagtail's own would say that the reviewers of the step may edit: here nobody may."""

    def get_message(self, user):
        return _("It is being signed. Nobody can change it until its office recalls it.")

    def get_locked_by(self, user, can_lock=False):
        return _("Being signed")

    def get_description(self, user, can_lock=False):
        return self.get_message(user)
