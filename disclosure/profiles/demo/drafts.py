"""Drafts of the demo, as a clerk would leave them: blocks with their tables, pictures and documents of the library."""

import json
import secrets
from datetime import timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from ...catalog.models import CatalogEntry
from ...items.models import ItemPage
from .people import Unit
from .plan import ItemPlan, hour

FILES = Path(__file__).parent / "files"


def draft(unit: Unit, plan: ItemPlan, clerk) -> ItemPage:
    """A draft of `plan` below its entry's column, saved once by `clerk`."""
    entry = CatalogEntry.objects.select_related("column").get(
        catalog__organization=unit.page, number=plan.entry, closed_at=None
    )
    page = ItemPage(
        title=plan.title,
        slug=f"i{secrets.token_hex(6)}",
        owner=clerk,
        live=False,
        entry=entry,
        formed_on=plan.submitted - timedelta(days=3),
        summary=plan.summary,
        amount=plan.amount or None,
        body=json.dumps([_block(unit, plan, kind, value) for part in plan.blocks for kind, value in part.items()]),
        attachments=json.dumps([_attachment(unit, *file) for file in plan.files]),
        **_wish(plan),
    )
    entry.column.add_child(instance=page)
    page.topics.add(*plan.topics)
    page.save_revision(user=clerk)
    return page


def correct(page: ItemPage, clerk, said: dict) -> None:
    """The draft of a correction, beside what is up."""
    draft = ItemPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.title = said["title"]
    draft.change_note = said["note"]
    draft.mends_form_only = said["form_only"]
    draft.save_revision(user=clerk)


def _wish(plan: ItemPlan) -> dict:
    zone = timezone.get_default_timezone()
    today = plan.today
    wish = {"wish_days": plan.days}
    if "waits_days" in plan.extra:
        wish["wish_begins_at"] = hour(today + timedelta(days=plan.extra["waits_days"]), "08:00", zone)
    if plan.until is not None:
        wish = {"wish_days": None, "wish_ends_at": hour(today + timedelta(days=plan.until), "18:00", zone)}
    return wish


def _block(unit: Unit, plan: ItemPlan, kind: str, value) -> dict:
    return {"type": kind, "value": BLOCKS[kind](unit, plan, value) if kind in BLOCKS else value}


def _table(rows: list[list]) -> str:
    """Cells as they come out of a spreadsheet: tabs between columns, a line for each row."""
    return "\n".join("\t".join(str(cell) for cell in row) for row in rows)


def _fees(unit: Unit, plan: ItemPlan, value: dict) -> dict:
    heads = ["收费项目", "标准", "计费单位", "依据", "批准机关"]
    return {"caption": value["caption"], "rows": _table([heads, *value["rows"]]), "note": ""}


def _accounts(unit: Unit, plan: ItemPlan, value: dict) -> dict:
    rows = [["收支", "类别", "项目", "金额"]]
    for side, word in (("income", "收入"), ("expense", "支出")):
        for group, lines in value[side].items():
            rows += [[word, group, name, amount] for name, amount in lines]
    return {"caption": value["caption"], "rows": _table(rows), "note": ""}


def _persons(unit: Unit, plan: ItemPlan, value: dict) -> dict:
    return {"caption": value["caption"], "rows": _table([value["columns"], *value["rows"]]), "note": ""}


def _votes(unit: Unit, plan: ItemPlan, value: dict) -> dict:
    return {"result": "adopted", "note": "", **value}


def _timeline(unit: Unit, plan: ItemPlan, value: dict) -> dict:
    rows = [["阶段", "计划", "完成", "说明"]]
    for name, days, state, note, *planned in value["stages"]:
        first, day = ((plan.today + timedelta(days=each)).isoformat() for each in (days, *planned, days)[-2:])
        rows.append([name, first, day if state == "done" else "", note])
    return {"caption": value["caption"], "rows": _table(rows)}


def _pictures(unit: Unit, plan: ItemPlan, value: list) -> dict:
    pictures = [{"image": _image(unit, file).pk, "alt": alt, "caption": caption} for file, alt, caption in value]
    return {"caption": "", "pictures": [{"type": "item", "value": picture} for picture in pictures]}


BLOCKS = {
    "fees": _fees,
    "accounts": _accounts,
    "persons": _persons,
    "votes": _votes,
    "timeline": _timeline,
    "pictures": _pictures,
}


def _image(unit: Unit, file: str):
    images = get_image_model()
    known = images.objects.filter(collection=unit.page.collection, title=file).first()
    content = ContentFile((FILES / file).read_bytes(), name=file)
    return known or images.objects.create(title=file, file=content, collection=unit.page.collection)


def _attachment(unit: Unit, file: str, title: str) -> dict:
    documents = get_document_model()
    document = documents.objects.filter(collection=unit.page.collection, title=title).first()
    if document is None:
        content = ContentFile((FILES / file).read_bytes(), name=file)
        document = documents.objects.create(title=title, file=content, collection=unit.page.collection)
    return {"type": "file", "value": {"document": document.pk, "title": title}}
