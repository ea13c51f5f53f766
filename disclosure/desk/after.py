"""What an office reads once it has submitted: for whom the item waits now; and it is at its desk again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ..items.models import ItemPage
from ..signoff.reading import step_title
from .standing import standing_of


def submitted(request: HttpRequest, page: ItemPage) -> HttpResponse | None:
    """Our sentence in place of Wagtail's, which speaks of moderation; nothing where no submission came about."""
    submission = standing_of(page).submission
    if submission is None:
        return None
    for _of_wagtail in messages.get_messages(request):
        pass  # messages that were read are not shown again
    words = {
        "title": page.draft_title,
        "body": submission.route[submission.step - 1]["body_name"],
        "step": step_title(submission, submission.step),
    }
    sentence = _("“%(title)s” is submitted. Now it waits for %(body)s: %(step)s.") % words
    messages.success(request, sentence)
    return redirect("wagtailadmin_home")
