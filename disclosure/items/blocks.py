"""The parts of an item, in the order of the clerk's thoughts."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import RichTextBlock, StreamBlock


class ItemBody(StreamBlock):
    """What an item may be made of."""

    text = RichTextBlock(label=_("Text"), features=["h3", "h4", "bold", "ol", "ul", "link", "hr"])


class AttachmentList(StreamBlock):
    """Files that belong to an item."""

    file = RichTextBlock(label=_("File"))
