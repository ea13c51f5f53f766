"""The step that fills a table of a draft from a spreadsheet."""

import csv

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from . import drafting
from .exceptions import DraftLocked
from .importing import ImportForm, Reading, headings, label_of, read
from .labels import SHEETS
from .models import ItemPage


def import_table(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Upload or paste; look at what was read, each fault by row and column; then it goes into the draft.

    It is not there for whoever does not edit the draft (L24).
    """
    item = get_object_or_404(ItemPage, pk=pk)
    if kind not in SHEETS or not drafting.may_change(request.user, item):
        raise Http404
    reading = None
    if request.method != "POST":
        form = ImportForm()
    else:
        form = ImportForm(request.POST, request.FILES)
        if form.is_valid():
            reading = read(kind, form.typed)
            caption = form.cleaned_data["caption"] or reading.title
            if "put" in request.POST and not reading.faults and form.cleaned_data["file"] is None:
                try:
                    return _put(request, item, kind, reading, caption)
                except DraftLocked as locked:
                    messages.error(request, str(locked))
            form = ImportForm(initial={"cells": form.typed, "caption": caption})
    lock = item.lock_for(request.user)
    locked = lock.get_message(request.user) if lock and reading is None else ""
    return render(request, "disclosure/items/import.html", _context(item, kind, form, reading) | {"locked": locked})


def template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty table with the headings that are understood; with the mark by which spreadsheets know UTF-8."""
    expected = headings(kind)
    if not expected:
        raise Http404
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    answer.write("\ufeff")
    csv.writer(answer).writerow(expected)
    return answer


def _put(request: HttpRequest, item: ItemPage, kind: str, reading: Reading, caption: str) -> HttpResponse:
    block = drafting.add_table(item, kind, caption=caption, rows=reading.text, by=request.user)
    messages.success(request, _("The table is in the draft. Look at it once more, then go on."))
    return redirect(f"{reverse('wagtailadmin_pages:edit', args=[item.pk])}#block-{block}-section")


def _context(item: ItemPage, kind: str, form: ImportForm, reading: Reading | None) -> dict:
    edit = reverse("wagtailadmin_pages:edit", args=[item.pk])
    title = _("Fill: %(part)s") % {"part": label_of(kind)}
    return {
        "form": form,
        "reading": reading,
        "kind": kind,
        "expected": headings(kind),
        "edit": edit,
        "header_title": title,
        "page_title": title,
        "header_icon": "table",
        "breadcrumbs_items": [{"url": edit, "label": item.get_admin_display_title()}, {"url": "", "label": title}],
    }
