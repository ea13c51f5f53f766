"""What templates of the board, and of the site around it, may call."""

import re

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ..board import moments
from ..board.addresses import item_address
from ..board.frame import site_frame
from ..board.views.elder import COOKIE
from ..core import clock

register = template.Library()
SPAN = re.compile(r"([0-9:：]+[—–-]+[0-9:：]+)")

register.filter("whole_day", moments.day)
register.filter("short_day", moments.short_day)
register.filter("hour", moments.hour)
register.filter("month", moments.month)
register.filter("last_month", moments.last_month)
register.filter("item_address", item_address)


@register.filter
def breakable(address: str) -> str:
    """An e-mail address, which a narrow page may break behind its @."""
    return format_html("{}{}<wbr>{}", *address.partition("@"))


@register.filter
def whole_hours(said: str) -> str:
    """Opening hours, which no line breaks within a span of time."""
    parts = SPAN.split(said)
    return format_html_join("", '{}<span class="figure">{}</span>', zip(parts[::2], [*parts[1::2], ""], strict=True))


@register.filter
def of_whom(heading: str, organization) -> str:
    """A heading with whose list it is: of one organization, or of all."""
    if organization is None:
        return _("%(heading)s of all organizations") % {"heading": heading}
    return _("%(organization)s: %(heading)s") % {"organization": organization.title, "heading": heading}


@register.simple_tag(takes_context=True)
def board_frame(context):
    """The frame of this page; that of the whole board where the view gave none."""
    return context.get("frame") or site_frame(context.get("here", ""))


@register.simple_tag(takes_context=True)
def elder_mode(context) -> bool:
    """Whether this visitor asked for large print."""
    request = context.get("request")
    return request is not None and request.COOKIES.get(COOKIE) == "1"


@register.simple_block_tag
def said(content):
    """What stands inside, under a name: a title is said to readers and to machines."""
    return content


@register.simple_tag(takes_context=True)
def canonical(context) -> str:
    """The address of this page without what else was asked; year and page of a list are pages of their own."""
    request = context["request"]
    kept = {name: request.GET[name] for name in ("year", "page") if request.GET.get(name)}
    return request.build_absolute_uri(f"{request.path}?{urlencode(kept)}" if kept else request.path)


@register.simple_tag
def board_now():
    """The moment at which this page is made."""
    return clock.now()


@register.simple_tag
def board_demo() -> bool:
    """Whether everything shown here is invented."""
    return getattr(settings, "DISCLOSURE_DEMO", False)


@register.simple_tag(takes_context=True)
def page_query(context, number: int) -> str:
    """The query string of this page with another number of the page; filters stay."""
    query = context["request"].GET.copy()
    query["page"] = str(number)
    return query.urlencode()


@register.simple_tag(takes_context=True)
def export_query(context, form: str) -> str:
    """The query string of this list as a file: filters and order stay, its page does not."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    query["export"] = form
    return query.urlencode()
