"""The editor, in the order of the clerk's thoughts: what, which entry, when formed, what it says, when it is up."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.models import WorkflowState

from ..core.widgets import DayInput
from . import canonical, checks, labels
from .widgets import TopicInput

STREAMS = ("body", "attachments")


class ChecklistPanel(Panel):
    """Which edition is up, which is being signed, what the draft is; and what is missing before it can be submitted."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "disclosure/items/checklist.html"
        keeps_step = "disclosure-checklist"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            if not self.instance.pk:
                return context | {"new": True}
            found = [*checks.faults(self.instance), *checks.notes(self.instance)]
            return context | {
                "missing": [(fault, self._anchor(fault)) for fault in found if fault.blocks],
                "notes": [(fault, self._anchor(fault)) for fault in found if not fault.blocks],
                "draft": self._draft(),
                "under_way": self.instance.workflow_in_progress,
                "unchanged": self._returned() and self._unchanged(),
            }

        def _returned(self) -> bool:
            state = self.instance.current_workflow_state
            return state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES

        def _unchanged(self) -> bool:
            """Whether the draft says what its latest edition says."""
            latest = self.instance.editions.order_by("-number").first()
            if latest is None or not self.instance.formed_on:
                return False
            return latest.source == canonical.source(self.instance)

        def _draft(self) -> str:
            """What the draft is, beside the editions made of it."""
            latest = self.instance.editions.order_by("-number").first()
            if latest is None:
                return _("No edition yet: it is made when you submit.")
            if self._unchanged():
                return _("The draft is edition %(number)d, unchanged.") % {"number": latest.number}
            return _("The draft differs from edition %(number)d, the latest.") % {"number": latest.number}

        def _anchor(self, fault: checks.Fault) -> str:
            """Where a fault stands in the editor; sections carry ids made of those of this panel's parent."""
            if fault.block:
                return f"block-{fault.block}-section"
            if fault.field in STREAMS:
                return f"{self.prefix.rsplit('-child-', 1)[0]}-{fault.field}-section"
            return f"id_{fault.field}" if fault.field else ""


class SheetsPanel(Panel):
    """Ways to fill a table from a spreadsheet."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "disclosure/items/sheets.html"
        keeps_step = "disclosure-sheets"

        def is_shown(self):
            return not (self.instance.pk and self.request and self.instance.lock_for(self.request.user))

        def get_context_data(self, parent_context=None):
            return super().get_context_data(parent_context) | {"sheets": labels.sheets(), "page": self.instance}


ITEM_PANELS = ObjectList(
    [
        ChecklistPanel(heading=gettext_lazy("Where it stands"), icon="list-ul"),
        FieldPanel(
            "title",
            heading=gettext_lazy("Title"),
            help_text=gettext_lazy("As it will stand on the board: whose matter, of which time, what is made public."),
        ),
        FieldPanel(
            "entry",
            help_text=gettext_lazy("It decides responsible department, legal basis, minimum period and signing route."),
        ),
        FieldPanel(
            "formed_on",
            widget=DayInput,
            help_text=gettext_lazy("The day on which the matter was decided or changed, not that of posting it."),
        ),
        FieldPanel(
            "amount",
            help_text=gettext_lazy(
                "Only where money is spent: the whole amount, in yuan. For fees and reports leave it empty."
            ),
        ),
        FieldPanel(
            "summary",
            help_text=gettext_lazy("Two or three sentences for those who read no further. Up to 600 letters."),
        ),
        SheetsPanel(heading=gettext_lazy("Tables from a spreadsheet"), icon="table"),
        FieldPanel("body", help_text=gettext_lazy("Add the parts in the order in which they are to be read.")),
        FieldPanel(
            "attachments",
            help_text=gettext_lazy(
                "PDF, OFD, Word, Excel, PowerPoint, OpenDocument, CSV, text or pictures, up to 50 MB each. "
                "No archives, no macros, no passwords: those who sign must be able to read them."
            ),
        ),
        FieldPanel(
            "topics",
            widget=TopicInput,
            help_text=gettext_lazy(
                "Under which it is found across columns, for example: canteen. Press Enter after each; "
                "known ones are offered while you type."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel("wish_begins_at", help_text=gettext_lazy("Left empty, it goes up with the last signature.")),
                FieldRowPanel(
                    [
                        FieldPanel(
                            "wish_days", help_text=gettext_lazy("Counted from the day after it goes up, to midnight.")
                        ),
                        FieldPanel(
                            "wish_ends_at", help_text=gettext_lazy("Or an exact moment. With neither it stays up.")
                        ),
                    ]
                ),
            ],
            heading=gettext_lazy("When it is up"),
            icon="date",
        ),
        MultiFieldPanel(
            [
                FieldPanel("change_note", help_text=gettext_lazy("Readers see this sentence beside the new edition.")),
                FieldPanel("mends_form_only"),
                FieldPanel("earlier_readable"),
            ],
            heading=gettext_lazy("Correction of what was posted"),
            icon="edit",
        ),
    ],
    attrs={"data-item-form": ""},  # one list without tabs; its place is given by desk.css
)
