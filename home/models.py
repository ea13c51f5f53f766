"""The page at the root. It is frame: kept by administrators, and it shows items through their postings alone."""

from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page


class HomePage(Page):
    """Places the add-on's portlets, by the template tags that it offers; knows nothing else of it."""

    intro = RichTextField(_("introduction"), blank=True, features=["bold", "link", "ol", "ul"])

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    promote_panels: list = []
    settings_panels: list = []
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    allowed_http_methods = ["GET", "HEAD", "OPTIONS"]

    class Meta:
        verbose_name = _("start page")
        verbose_name_plural = _("start pages")

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), "here": "start"}

    def serve(self, request, *args, **kwargs):
        """What is on the board changes by the second, and large print is asked for by a cookie."""
        response = super().serve(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        patch_vary_headers(response, ["Cookie"])
        return response
