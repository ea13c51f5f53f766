"""A start page, sections, and pages with a date, an introduction and a body."""

from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import Page

SIZE = 20


class Start(Page):
    template = "start.html"

    def get_context(self, request):
        latest = Leaf.objects.live().order_by("-day", "-pk")
        sections = Section.objects.live().order_by("path")
        ending = Leaf.objects.live().filter(until__isnull=False).order_by("until")
        return super().get_context(request) | {
            "latest": latest[:8],
            "ending": ending[:6],
            "sections": [(section, section.get_children().live().count()) for section in sections],
        }


class Section(Page):
    template = "section.html"

    def get_context(self, request):
        leaves = Leaf.objects.child_of(self).live().order_by("-day", "-pk")
        return super().get_context(request) | {"leaves": leaves[:SIZE], "number": leaves.count()}


class Leaf(Page):
    template = "leaf.html"

    day = models.DateTimeField()
    until = models.DateTimeField(null=True)
    intro = models.TextField(blank=True)
    body = RichTextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["-day"])]
