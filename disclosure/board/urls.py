"""Addresses of the public board. What belongs to an item hangs below its index number, in any case of letters."""

from django.urls import path, register_converter

from .views import (
    components,
    directory,
    dress,
    elder,
    feeds,
    guide,
    items,
    lists,
    machines,
    organizations,
    rosters,
    topics,
)


class IndexConverter:
    """An index number: QL07-SF-2026-0127."""

    regex = r"[A-Za-z][A-Za-z0-9]{1,7}-[A-Za-z][A-Za-z0-9]{0,5}-[0-9]{4}-[0-9]{4,9}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class CodeConverter(IndexConverter):
    """The code of an organization: QL07."""

    regex = r"[A-Za-z][A-Za-z0-9]{1,7}"


class TopicConverter(IndexConverter):
    """A topic as addresses say it: letters of any script, digits, hyphens."""

    regex = r"[\w-]{1,100}"


class ColourConverter(IndexConverter):
    """Six digits of a colour: 1f3a5c."""

    regex = r"[0-9a-f]{6}"


register_converter(IndexConverter, "index")
register_converter(ColourConverter, "colour")
register_converter(CodeConverter, "code")
register_converter(TopicConverter, "topic")

urlpatterns = [
    path("<index:index>/", items.item, name="item"),
    path("<index:index>/<int:number>/", items.edition, name="edition"),
    path("<index:index>/files/<str:name>", items.file, name="file"),
    path("<index:index>/<int:edition>/files/<str:name>", items.file, name="edition_file"),
    path("organizations/", organizations.index, name="organizations"),
    path("rosters/", rosters.index, name="rosters"),
    path("rosters/<code:code>/", rosters.roster, name="roster"),
    path("rosters/<code:code>/photographs/<int:number>/", rosters.photograph, name="photograph"),
    path("past/", lists.past, name="past"),
    path("past/<code:code>/", lists.past, name="past_of"),
    path("withdrawn/", lists.withdrawn, name="withdrawn"),
    path("withdrawn/<code:code>/", lists.withdrawn, name="withdrawn_of"),
    path("topics/", topics.index, name="topics"),
    path("topics/<topic:slug>/", topics.topic, name="topic"),
    path("topics/<topic:slug>/feed/", topics.feed, name="topic_feed"),
    path("topics/<topic:slug>/ending.ics", topics.calendar, name="topic_calendar"),
    path("directory/", directory.index, name="directory"),
    path("directory/<code:code>/", directory.index, name="directory_of"),
    path("guide/", guide.index, name="guide"),
    path("guide/<code:code>/", guide.of, name="guide_of"),
    path("search/", lists.search, name="search"),
    path("feed/", feeds.atom, name="feed"),
    path("ending.ics", feeds.calendar, name="calendar"),
    path("components/", components.components, name="components"),
    path("map/", organizations.site_map, name="map"),
    path("emblem/<code:code>/", dress.emblem, name="emblem"),
    path("colour-<colour:digits>.css", dress.colour, name="colour"),
    path("elder/", elder.switch, name="elder"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemaps, name="sitemaps"),
    path("sitemap-<slug:section>.xml", machines.sitemap, name="sitemap"),
]
