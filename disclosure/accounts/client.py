"""The address that a request came from, as far as it can be known."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

OF_ONE_LINE = 64  # bits: whoever has one IPv6 address has all of these


def address(request: HttpRequest | None) -> str:
    """The client's address; an IPv6 one as its network. Empty where there is none (a socket, a call within a test).

    Only where the settings say that a proxy stands in front is its header asked, and only what it added itself: the
    last entry. Whatever comes before that was sent by the client.
    """
    if request is None:
        return ""
    text = request.META.get("REMOTE_ADDR", "")
    if getattr(settings, "DISCLOSURE_BEHIND_PROXY", False):
        text = request.META.get("HTTP_X_FORWARDED_FOR", text).rsplit(",", 1)[-1].strip()
    try:
        found = ip_address(text)
    except ValueError:
        return ""
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((found, OF_ONE_LINE), strict=False))
