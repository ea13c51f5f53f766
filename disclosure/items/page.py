"""What an item page does beside holding fields. Filled by its capabilities: guard, address, preview, autosave."""

from ..organizations.pages import DraftPage


class ItemPageBehaviour(DraftPage):
    """Mixed into ItemPage before Wagtail's Page; abstract, so that migrations do not remember its path."""

    subpage_types: list = []
    parent_page_types = ["disclosure.ColumnPage"]
    allowed_http_methods = ["GET", "HEAD", "OPTIONS"]

    class Meta:
        abstract = True
