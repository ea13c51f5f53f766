"""The page at the root. It is frame: kept by administrators, and it shows items through their postings alone."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from disclosure.board.blocks import BESIDE, Portlets
from disclosure.board.headers import dress


class HomePage(Page):
    """Places the add-on's portlets, which it offers as blocks; knows nothing else of it."""

    intro = RichTextField(_("introduction"), blank=True, features=["bold", "link", "ol", "ul"])
    body = StreamField(
        Portlets(),
        blank=True,
        verbose_name=_("what stands on it"),
        help_text=_("Each part shows what is public at that moment. What is news is a disclosure item, and signed."),
    )

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    promote_panels: list = []
    settings_panels: list = []
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    allowed_http_methods = ["GET", "HEAD", "OPTIONS"]

    class Meta:
        verbose_name = _("start page")
        verbose_name_plural = _("start pages")

    def get_context(self, request, *args, **kwargs):
        """The parts beside the promise, and those that follow it."""
        return {
            **super().get_context(request, *args, **kwargs),
            "here": "start",
            "beside": {block.block_type: block for block in self.body if block.block_type in BESIDE},
            "below": [block for block in self.body if block.block_type not in BESIDE],
        }

    def serve(self, request, *args, **kwargs):
        """As a page of the board."""
        return dress(super().serve(request, *args, **kwargs))
