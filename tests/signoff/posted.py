"""What a signer posts on the page, and what came of it."""

from django.urls import reverse

from disclosure.signoff.models import Submission
from tests import factories

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
DESK = reverse("wagtailadmin_home") + "#main"


def address(submission):
    return reverse("disclosure_signoff:sign", args=[submission.pk])


def answer(submission, **fields):
    """What a signer posts; a reviewer's fields are ignored by the other steps."""
    posted = {
        "digest": submission.edition.digest,
        "read": "on",
        "attribute": "proactive",
        "result": "clear",
        "comment": "",
        "password": factories.PASSWORD,
    } | fields
    return {f"sign-{name}": value for name, value in posted.items() if value is not None}


def sent_back(submission, **fields):
    posted = {"digest": submission.edition.digest, "reason": "数字不符", "password": factories.PASSWORD} | fields
    return {f"return-{name}": value for name, value in posted.items() if value is not None}


def signed_by(submission):
    return [signature.user.username for signature in submission.signatures.order_by("pk")]


def outcome(submission):
    return Submission.objects.get(pk=submission.pk).outcome
