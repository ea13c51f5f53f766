"""The signing page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from .models import Submission


def sign(request, pk: int) -> HttpResponse:
    """The edition exactly as the public will read it, and the act of signing it."""
    submission = get_object_or_404(Submission, pk=pk)
    return HttpResponse(submission.edition.title)
