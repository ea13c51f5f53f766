"""Sign-off's places in the admin."""

from django.urls import include, path
from django.utils.translation import ngettext
from wagtail import hooks

from . import eligibility, urls


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("disclosure/sign/", include((urls, "disclosure_signoff")))]


@hooks.register("disclosure_end_of_term")
def waits_for(member) -> list[str]:
    """What is being signed and waits for `member`, said before their term is ended."""
    waiting = eligibility.waiting_for(member.user) if member.user else []
    number = sum(s.route[s.step - 1]["body"] == member.body_id for s in waiting)
    words = ngettext(
        "%(number)d item waits for the signature of %(name)s.",
        "%(number)d items wait for the signature of %(name)s.",
        number,
    )
    return [words % {"number": number, "name": member.name}] if number else []
