"""Portlets as blocks of a StreamField: what a site's start page places. Each asks for its own postings, by the door.

No block holds what is disclosed: a notice is an item. The text is frame, for those who keep the page.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import IntegerBlock, PageChooserBlock, RichTextBlock, StaticBlock, StreamBlock, StructBlock

from ..core import clock
from ..organizations.models import OrganizationPage
from . import collected, portlets
from .models import CollectionPage

MOST = 20
COLLECTIONS = 12
BESIDE = ("counts", "specimen")  # these stand beside the promise at the head of the page, wherever they are placed


class Portlet:
    """What every portlet is: `worked_out` says what its template, which bears its name, shows at a moment."""

    def worked_out(self, value, at, request) -> dict:
        return {}

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        return context | self.worked_out(value, clock.now(), context.get("request"))

    def get_template(self, value=None, context=None):
        return f"disclosure/board/portlets/{self.name}.html"


class FixedPortlet(Portlet, StaticBlock):
    """A portlet with nothing to set."""

    def deconstruct(self):
        """So that migrations do not remember where each portlet is."""
        return "wagtail.blocks.StaticBlock", (), {}

    class Meta:
        admin_text = _("Shown by itself; there is nothing to set.")


class Counts(FixedPortlet):
    def worked_out(self, value, at, request):
        return {"counts": portlets.counts(at)}

    class Meta:
        label = _("Numbers of this year")
        icon = "order"
        admin_text = _("Stands below the promise at the head of the page.")


class Specimen(FixedPortlet):
    def worked_out(self, value, at, request):
        return {"specimen": portlets.specimen(at)}

    class Meta:
        label = _("Newest notice with its seals")
        icon = "view"
        admin_text = _("Stands beside the promise at the head of the page.")


class Search(FixedPortlet):
    class Meta:
        label = _("Search for notices")
        icon = "search"


class Organizations(FixedPortlet):
    def worked_out(self, value, at, request):
        return {"places": portlets.organizations(at, request)}

    class Meta:
        label = _("Organizations")
        icon = "group"


class Columns(FixedPortlet):
    def worked_out(self, value, at, request):
        return {"places": portlets.columns(at)}

    class Meta:
        label = _("Columns")
        icon = "list-ul"


class Collections(FixedPortlet):
    def worked_out(self, value, at, request):
        return {"places": collected.newest(request, COLLECTIONS)}

    class Meta:
        label = _("Collections of notices")
        icon = "folder-open-inverse"


class How(FixedPortlet):
    def worked_out(self, value, at, request):
        return {"sample": portlets.SAMPLE, "strip": portlets.SAMPLE_STRIP}

    class Meta:
        label = _("How to read a notice")
        icon = "help"


class NumberedPortlet(Portlet, StructBlock):
    """A portlet that is told how many to show."""

    number = IntegerBlock(label=_("How many at most"), min_value=1, max_value=MOST, default=8)


class Latest(NumberedPortlet):
    def worked_out(self, value, at, request):
        return {"rows": portlets.latest(at, value["number"])}

    class Meta:
        label = _("Latest postings")
        icon = "history"


class Ending(NumberedPortlet):
    number = IntegerBlock(label=_("How many at most"), min_value=1, max_value=MOST, default=6)

    def worked_out(self, value, at, request):
        return {"rows": portlets.ending(at, value["number"])}

    class Meta:
        label = _("About to come down")
        icon = "time"


class Topics(NumberedPortlet):
    number = IntegerBlock(label=_("How many at most"), min_value=1, max_value=MOST, default=12)

    def worked_out(self, value, at, request):
        return {"places": portlets.topics(at, value["number"])}

    class Meta:
        label = _("Topics")
        icon = "tag"


class Organization(NumberedPortlet):
    organization = PageChooserBlock(label=_("Organization"), page_type=[OrganizationPage])
    number = IntegerBlock(label=_("How many at most"), min_value=1, max_value=MOST, default=5)

    def worked_out(self, value, at, request):
        return {"held": portlets.organization(value["organization"], at, request, value["number"])}

    class Meta:
        label = _("One organization")
        icon = "home"


class Collection(NumberedPortlet):
    collection = PageChooserBlock(label=_("Collection of notices"), page_type=[CollectionPage])
    number = IntegerBlock(label=_("How many at most"), min_value=1, max_value=MOST, default=5)

    def worked_out(self, value, at, request):
        return {"held": portlets.collection(value["collection"], at, request, value["number"])}

    class Meta:
        label = _("One collection")
        icon = "folder-open-inverse"


ONCE = {"max_num": 1}
ALONE = ("counts", "specimen", "organizations", "columns", "collections", "search", "how")  # nothing to set


class Portlets(StreamBlock):
    """All portlets, for the StreamField of a start page."""

    counts = Counts()
    specimen = Specimen()
    latest = Latest()
    ending = Ending()
    organizations = Organizations()
    columns = Columns()
    collections = Collections()
    topics = Topics()
    organization = Organization()
    collection = Collection()
    search = Search()
    how = How()
    text = RichTextBlock(
        label=_("Words about this site"),
        icon="pilcrow",
        features=["bold", "link", "ol", "ul"],
        template="disclosure/board/portlets/text.html",
    )

    class Meta:
        block_counts = dict.fromkeys([*ALONE, "latest", "ending", "topics"], ONCE)
