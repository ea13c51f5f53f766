"""Registers in the admin: lists that are only read, each scoped to what its reader may see.

Wagtail's own view set, so that a reader cannot tell where Wagtail ends; with what a register needs beside it.
"""

from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.forms import DateInput
from django.http import Http404
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.coreutils import multigetattr
from wagtail.permission_policies.base import BasePermissionPolicy

FORMULA = ("=", "+", "-", "@", "\t", "\r")
CAP = 5000
WIDTH = 18  # of a column of a sheet, in letters
MOMENT, DAY = "yyyy-mm-dd hh:mm:ss", "yyyy-mm-dd"


class RegisterPolicy(BasePermissionPolicy):
    """To read is all that can be done. The roster answers, no Django permission (DESIGN §7)."""

    def reads(self, user) -> bool:
        """Whether there is a register for `user` at all."""
        raise NotImplementedError

    def readable(self, user) -> QuerySet:
        """The rows that `user` may read."""
        raise NotImplementedError

    def user_has_permission(self, user, action):
        return action == "view" and self.reads(user)

    def user_has_permission_for_instance(self, user, action, instance):
        return action == "view" and self.readable(user).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user, actions):
        return self.readable(user) if "view" in actions and self.reads(user) else self.model.objects.none()

    def users_with_any_permission(self, actions):
        """Nobody asks this of a register; it tells of no user."""
        return get_user_model().objects.none()


class DaysWidget(DateRangePickerWidget):
    """From one day to another, by what the browser has for days: Wagtail's picker starts by a script in the page."""

    def __init__(self, attrs=None):
        super().__init__(attrs)
        said = [picker.attrs["placeholder"] for picker in self.widgets]
        self.widgets = [DateInput(format="%Y-%m-%d", attrs={"type": "date", "aria-label": words}) for words in said]


class CappedPaginator(WagtailPaginator):
    """Counts no further than CAP rows: what lies behind is reached by narrowing the list."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[:CAP].count()

    @property
    def capped(self) -> bool:
        return self.count >= CAP

    @cached_property
    def items_count_label(self):
        if self.capped:
            return _("the first %(number)s; narrow the list to reach more") % {"number": f"{CAP:,}"}
        return super().items_count_label


def moment(at: datetime) -> str:
    """Day and time as they were: a register is read long afterwards."""
    return formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


class MomentColumn(Column):
    def get_value(self, instance):
        return moment(super().get_value(instance))


class RegisterSheets(SpreadsheetExportMixin):
    """A register as a sheet, whole and safe to open. `widths` of columns are in letters, by field."""

    sheet_name = ""
    widths: dict[str, int] = {}

    def to_row_dict(self, item):
        """What is empty stays empty."""
        return {field: multigetattr(item, field) for field in self.list_export}

    def preprocess_field_value(self, field, value, export_format):
        """Times as the site tells them. No cell is taken for a formula by a spreadsheet."""
        if isinstance(value, datetime):
            value = timezone.localtime(value).replace(tzinfo=None)
            return value.isoformat(" ", "seconds") if export_format == self.FORMAT_CSV else value
        if value is None or isinstance(value, int | date):
            return value
        text = str(value)
        return f"'{text}" if export_format == self.FORMAT_CSV and text.startswith(FORMULA) else text

    def write_xlsx(self, queryset, output):
        """Head and first column stay, the head filters, and a moment has room."""
        book = Workbook(write_only=True, iso_dates=True)
        sheet = book.create_sheet(title=str(self.sheet_name) or None)
        sheet.freeze_panes = "B2"
        for place, field in enumerate(self.list_export, 1):
            sheet.column_dimensions[get_column_letter(place)].width = self.widths.get(field, WIDTH)
        sheet.append([self._head(sheet, self.get_heading(queryset, field)) for field in self.list_export])
        rows = 1
        for item in queryset:
            sheet.append(self.generate_xlsx_row(sheet, self.to_row_dict(item), MOMENT))
            rows += 1
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(self.list_export))}{rows}"
        book.save(output)

    def generate_xlsx_row(self, worksheet, row_dict, date_format=None):
        for cell in super().generate_xlsx_row(worksheet, row_dict, date_format):
            if cell.is_date and not isinstance(cell.value, datetime):
                cell.number_format = DAY
            yield cell

    @staticmethod
    def _head(sheet, words: str) -> WriteOnlyCell:
        cell = WriteOnlyCell(sheet, words)
        cell.font = Font(bold=True)
        return cell

    def stream_csv(self, queryset):
        """With a byte order mark, by which spreadsheets know UTF-8; row by row."""
        yield b"\xef\xbb\xbf"
        rows = queryset.iterator(chunk_size=1000) if isinstance(queryset, QuerySet) else queryset
        yield from super().stream_csv(rows)


class RegisterIndexView(RegisterSheets, generic.IndexView):
    """The list, with filters, search and export."""

    paginator_class = CappedPaginator

    def get_base_queryset(self):
        return self.permission_policy.instances_user_has_any_permission_for(self.request.user, ["view"])

    def order_queryset(self, queryset):
        """Rows of one moment keep their order from page to page."""
        ordered = super().order_queryset(queryset)
        return ordered.order_by(*ordered.query.order_by, "-pk")

    def get_inspect_url(self, instance):
        """Every row of the list may be read; it is not asked again for each."""
        return reverse(self.inspect_url_name, args=[instance.pk])

    def get_heading(self, queryset, field):
        return super().get_heading(self.get_base_queryset(), field)


class RegisterInspectView(generic.InspectView):
    """One row; of those that its reader may read, any other answers 404."""

    def get_object(self, queryset=None):
        rows = self.permission_policy.instances_user_has_any_permission_for(self.request.user, ["view"])
        found = self.detailed(rows).filter(pk=self.pk).first()
        if found is None:
            raise Http404
        return found

    def detailed(self, rows: QuerySet) -> QuerySet:
        """`rows` with what the page shows."""
        return rows

    def get_breadcrumbs_items(self):
        *before, _last = super().get_breadcrumbs_items()
        return [*before, {"url": "", "label": str(self.object)}]


class RegisterViewSet(ModelViewSet):
    """A list and a page for each row; nothing is added, changed or removed here."""

    add_to_reference_index = False
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = RegisterIndexView
    inspect_view_class = RegisterInspectView
    list_per_page = 50
    search_backend_name = None

    def get_common_view_kwargs(self, **kwargs):
        absent = ("history", "usage", "add", "edit", "delete")
        names = {f"{name}_url_name": self.UNDEFINED for name in absent}
        return super().get_common_view_kwargs(**{**names, **kwargs})

    def get_index_view_kwargs(self, **kwargs):
        """The page is called what the menu calls it."""
        return super().get_index_view_kwargs(**{"page_title": self.menu_label, **kwargs})

    def get_permissions_to_register(self):
        """None to be given away."""
        return Permission.objects.none()

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
        ]
