"""Portlets of the start page: placed by who keeps the page, filled by the door."""

import json
from importlib import import_module

import pytest
from django.apps import apps

from disclosure.board import portlets
from disclosure.board.blocks import Portlets
from disclosure.board.models import CollectionPage
from home.models import HomePage
from tests.board import hanging

pytestmark = pytest.mark.django_db


def place(*placed: tuple[str, object]) -> None:
    """The start page with these parts alone."""
    page = HomePage.objects.get()
    page.body = json.dumps([{"type": name, "value": value} for name, value in placed])
    page.save()


def test_a_fresh_start_page_places_what_it_had(client, now, school):
    hanging.put_up(school, title="午餐", topics=["食堂"], wish_days=6)
    body = client.get("/").text
    wanted = ["counts", "specimen", 'id="latest"', 'id="ending"', 'id="organizations"', 'id="columns"']
    found = [body.index(part) for part in [*wanted, 'id="how"']]
    assert found == sorted(found)


def test_each_part_shows_what_is_up_and_only_what_is_placed(client, now, school):
    hanging.put_up(school, title="午餐", topics=["食堂"], wish_days=6)
    gone = hanging.put_up(school, title="撤去甲", topics=["食堂"], wish_days=6)
    hanging.withdraw(gone, school, at="2026-11-22 13:05")
    place()
    assert "午餐" not in client.get("/").text
    for name, value in [
        ("latest", {"number": 1}),
        ("ending", {"number": 1}),
        ("organization", {"organization": school.organization.pk, "number": 2}),
        ("specimen", None),
    ]:
        place((name, value))
        body = client.get("/").text
        assert "午餐" in body, name
        assert "撤去甲" not in body, name
    shown = CollectionPage(title="专题甲", slug="zt", live=True, topic="食堂")
    school.organization.add_child(instance=shown)
    place(("collection", {"collection": shown.pk, "number": 1}))
    body = client.get("/").text
    assert all(said in body for said in ("午餐", "专题甲", shown.url))
    place(("topics", {"number": 1}), ("text", "<p>怎么<b>找</b>我们</p>"), ("search", None))
    body = client.get("/").text
    assert "/topics/%E9%A3%9F%E5%A0%82/" in body
    assert "怎么<b>找</b>我们" in body
    assert 'id="search-q"' in body


def test_a_column_leads_to_as_many_as_its_number_says(client, now, school):
    hanging.put_up(school, title="午餐", wish_days=6)
    hanging.put_up(school, title="旧的", at="2026-09-20 08:00", wish_days=15)
    place(("columns", None))
    [place_of] = portlets.columns(hanging.NOW)
    assert place_of.address in client.get("/").text.replace("&amp;", "&")
    assert place_of.count == client.get(place_of.address).context["part"].total == 1


def test_collections_are_found_from_start_map_and_organization(client, now, school):
    own = CollectionPage(title="专题甲", slug="zt", live=True)
    school.organization.add_child(instance=own)
    hidden = CollectionPage(title="未公开丙", slug="zc", live=False)
    school.organization.add_child(instance=hidden)
    whole = CollectionPage(title="专题乙", slug="zy", live=True)
    HomePage.objects.get().add_child(instance=whole)
    for path, shown in [
        ("/", [own, whole]),
        ("/map/", [own, whole]),
        (school.organization.url, [own]),
    ]:
        body = client.get(path).text
        assert all(f'href="{page.url}"' in body for page in shown), path
        assert "未公开丙" not in body, path
    assert school.organization.title in client.get("/").text.split('id="collections"')[1].split("</section>")[0]


def test_an_organization_that_is_not_public_is_not_shown(client, now, school):
    hanging.put_up(school, title="午餐")
    place(("organization", {"organization": school.organization.pk, "number": 2}))
    type(school.organization).objects.filter(pk=school.organization.pk).update(live=False)
    assert school.organization.title not in client.get("/").context["page"].body.render_as_block()


def test_no_part_takes_disclosed_content_by_hand():
    fields = {
        (name, field) for name, block in Portlets().child_blocks.items() for field in getattr(block, "child_blocks", {})
    }
    assert fields == {
        *((name, "number") for name in ("latest", "ending", "topics", "organization", "collection")),
        ("collection", "collection"),
        ("organization", "organization"),
    }


def test_a_draft_of_the_start_page_from_before_gets_the_parts_too(db):
    page = HomePage.objects.get()
    page.body = ""
    page.save_revision()
    import_module("home.migrations.0004_portlets").place(apps, None)
    draft = HomePage.objects.get().get_latest_revision_as_object()
    assert [block.block_type for block in draft.body] == [block.block_type for block in HomePage.objects.get().body]
    assert len(draft.body) == 7
    import_module("home.migrations.0006_collections_portlet").place(apps, None)
    draft = HomePage.objects.get().get_latest_revision_as_object()
    assert [block.block_type for block in draft.body][5:7] == ["columns", "collections"]
