"""The page at the root. It is frame: kept by administrators, and it shows items through their postings alone."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page


class HomePage(Page):
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
