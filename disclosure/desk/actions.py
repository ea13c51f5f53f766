"""What an office does with an item at the foot of its editor, in its own words: submit for signing, recall."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem, PageLockedMenuItem, SubmitForModerationMenuItem

from ..signoff.models import Submission


class SubmitItem(SubmitForModerationMenuItem):
    """送审, whether for the first time or again."""

    label = _("Submit for signing")

    def get_context_data(self, parent_context):
        return super().get_context_data(parent_context) | {"label": self.label}


class SaveAndSubmit(ActionMenuItem):
    """Both in sight, and what comes next: sending a draft on its way is no secret of the menu beside “save”."""

    name = "save-and-submit"
    template_name = "disclosure/desk/includes/save_and_submit.html"

    def __init__(self, save: ActionMenuItem, submit: SubmitItem):
        super().__init__(save.order)
        self.buttons = [save, submit]

    def get_context_data(self, parent_context):
        page = parent_context.get("page")
        route = (page if page and page.pk else parent_context["parent_page"]).get_workflow()
        first = route.tasks.first() if route else None
        return super().get_context_data(parent_context) | {
            "buttons": [button.render_html(parent_context) for button in self.buttons],
            "first": first.name if first else "",
        }

    @property
    def media(self):
        return self.buttons[0].media + self.buttons[1].media


class RecallItem(ActionMenuItem):
    """Asks once more on a page of its own, where one says why."""

    name = "action-cancel-workflow"
    label = _("Recall")
    icon_name = "undo"

    def is_shown(self, context):
        return True

    def get_url(self, parent_context):
        submission = Submission.objects.filter(item=parent_context["page"].pk, outcome__isnull=True).latest("pk")
        return reverse("disclosure_signoff:recall", args=[submission.pk])


class LockedItem(PageLockedMenuItem):
    """Says why nothing can be saved."""

    template_name = "disclosure/desk/includes/locked.html"


OURS = {"action-submit": SubmitItem, "action-cancel-workflow": RecallItem, "action-page-locked": LockedItem}
LEFT_OUT = {"action-restart-workflow"}  # who submits again starts anew in any case


def in_our_words(items: list, page) -> None:
    """The actions of an item's editor, each replaced by ours."""
    kept = [item for item in items if item.name not in LEFT_OUT]
    items[:] = [OURS[item.name](item.order) if item.name in OURS else item for item in kept]
    if page is None or not Submission.objects.filter(item=page.pk, outcome__isnull=True).exists():
        items[:] = [item for item in items if not isinstance(item, RecallItem)]
    _side_by_side(items)


def _side_by_side(items: list) -> None:
    """Saving and submitting, where both can be done, as one item: the menu shows its first and hides the others."""
    both = {item.name: item for item in items if item.name in ("action-save-draft", "action-submit")}
    if len(both) == 2:
        items[:] = [item for item in items if item not in both.values()]
        items.insert(0, SaveAndSubmit(both["action-save-draft"], both["action-submit"]))
