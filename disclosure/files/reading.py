"""Who reaches files of the library: documents and images of an organization are its editors' alone (L20)."""

from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection
from wagtail.permissions import policy_registry

OURS = "disclosure"
WAGTAIL_FOLDERS = ("documents/", "original_images/", "images/", "wagtail_uploads/")
RIGHTS = ["add", "change", "delete", "choose"]


def member_of_library(name: str):
    """The document or image to which the stored file `name` belongs, renditions included; None for others."""
    document = get_document_model().objects.filter(file=name).select_related("collection").first()
    if document:
        return document
    image_model = get_image_model()
    image = image_model.objects.filter(file=name).select_related("collection").first()
    if image:
        return image
    rendition = image_model.get_rendition_model().objects.filter(file=name).select_related("image__collection").first()
    return rendition and rendition.image


def belongs_to_an_organization(collection) -> bool:
    """Whether a row of the add-on points at `collection`. Where no model does, all are taken to (fail closed)."""
    pointing = [r for r in Collection._meta.related_objects if r.related_model._meta.app_label == OURS]
    if not pointing:
        return True
    return any(r.related_model._base_manager.filter(**{r.field.name: collection}).exists() for r in pointing)


def may_read(user, name: str) -> bool:
    """Whether `user` may have the stored file `name`. Files of the host's own collections are as open as ever; what
    Wagtail stores and the library does not know (an upload that is not filed yet) is nobody's (L23)."""
    found = member_of_library(name)
    if found is None:
        return not name.startswith(WAGTAIL_FOLDERS)
    return may_read_member(user, found)


def may_read_member(user, document_or_image) -> bool:
    """The same for a document or an image."""
    if not belongs_to_an_organization(document_or_image.collection):
        return True
    policy = policy_registry.get_by_type(type(document_or_image))
    return _enters_the_admin(user) and policy.user_has_any_permission_for_instance(user, RIGHTS, document_or_image)


def _enters_the_admin(user) -> bool:
    return user.is_authenticated and user.has_perm("wagtailadmin.access_admin")
