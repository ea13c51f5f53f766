"""Bulk actions without the names of what one has no access to (L4): Wagtail lists them, whoever asks."""

from wagtail.admin.views.pages import bulk_actions as pages
from wagtail.documents.views import bulk_actions as documents
from wagtail.images.views import bulk_actions as images


class Silent:
    """Mixed in before a bulk action."""

    def get_actionable_objects(self):
        objects, others = super().get_actionable_objects()
        return objects, {name: [] for name in others}


STOCK = [
    pages.DeleteBulkAction,
    pages.MoveBulkAction,
    pages.PublishBulkAction,
    pages.UnpublishBulkAction,
    images.AddTagsBulkAction,
    images.AddToCollectionBulkAction,
    images.DeleteBulkAction,
    documents.AddTagsBulkAction,
    documents.AddToCollectionBulkAction,
    documents.DeleteBulkAction,
]
ACTIONS = [type(action.__name__, (Silent, action), {}) for action in STOCK]
