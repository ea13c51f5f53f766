"""The tables themselves: triggers that keep rows as they are, and keys that lead somewhere."""

from django.apps import apps
from django.db.models import Exists, ForeignKey, OuterRef
from django.utils.translation import gettext as _

from ...core import append_only, change
from .report import Report


def triggers(report: Report) -> None:
    """Each append-only table has its triggers, and what public pages read those that raise the number of change."""
    report.count(_("append-only tables"), len(append_only.tables()))
    for name in [*append_only.missing(), *change.missing()]:
        report.fault(f"trigger {name}", _("does not stand; run migrate, which puts it up again"))


def orphans(report: Report) -> None:
    """Each foreign key of the add-on points at a row that is there."""
    for model in apps.get_app_config("disclosure").get_models():
        for field in model._meta.local_fields:
            if isinstance(field, ForeignKey):
                _orphans_of(report, model, field)


def _orphans_of(report: Report, model, field: ForeignKey) -> None:
    target = field.target_field.attname
    there = field.related_model._base_manager.filter(**{target: OuterRef(field.attname)})
    lost = model._base_manager.filter(~Exists(there), **{f"{field.attname}__isnull": False})
    report.count(_("foreign keys"))
    for pk in lost.order_by("pk").values_list("pk", flat=True):
        report.fault(f"{model._meta.model_name} {pk}", _("“%(field)s” points at nothing") % {"field": field.name})
