"""Lists of images and documents without everyone's tags (L11, L26)."""

from django.db.models import Q
from django.http import JsonResponse
from django.urls import path
from taggit.models import Tag
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import tags
from wagtail.documents import get_document_model
from wagtail.documents.views import documents
from wagtail.images import get_image_model
from wagtail.images.views import chooser, images
from wagtail.permissions import policy_registry

from .library import OFFICE_MAY


class WithoutTags:
    """Mixed in before a filter set of the library: tags are shared by all, so only superusers filter by them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.request.user.is_superuser:
            self.filters.pop("tag", None)


class ImageFilters(WithoutTags, images.ImagesFilterSet):
    class Meta(images.ImagesFilterSet.Meta):
        pass


class DocumentFilters(WithoutTags, documents.DocumentsFilterSet):
    class Meta(documents.DocumentsFilterSet.Meta):
        pass


class ImagesView(images.IndexView):
    filterset_class = ImageFilters


class DocumentsView(documents.IndexView):
    filterset_class = DocumentFilters


class ChooseImage(chooser.ImageChooseView):
    """The chooser's first page lists the tags that are used most, by anyone."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if not self.request.user.is_superuser:
            context["popular_tags"] = []
        return context


class ImageChooser(chooser.ImageChooserViewSet):
    choose_view_class = ChooseImage


own_chooser = ImageChooser("wagtailimages_chooser", model=images.Image, url_prefix="images/chooser")


def suggest(request, app_name="taggit", model_name="tag"):
    """Wagtail's suggestions of tags; of those that files of organizations bear, the ones of files within reach."""
    if (app_name, model_name) != ("taggit", "tag"):
        return tags.autocomplete(request, app_name, model_name)
    term = request.GET.get("term", "")
    found = _suggested(request.user).filter(name__istartswith=term) if term else Tag.objects.none()
    return JsonResponse(
        list(found.order_by("name").values_list("name", flat=True)[: tags.TAGS_AUTOCOMPLETE_LIMIT]), safe=False
    )


def _suggested(user):
    own, others = Q(pk__in=[]), Q(pk__in=[])
    for model in (get_image_model(), get_document_model()):
        reached = policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, OFFICE_MAY)
        tagged = model.objects.filter(collection__organization__isnull=False, tags__isnull=False)
        own |= Q(pk__in=tagged.filter(pk__in=reached.values("pk")).values("tags"))
        others |= Q(pk__in=tagged.values("tags"))
    return Tag.objects.filter(own | ~others)


TAGS = ("wagtailadmin_tag_autocomplete", "wagtailadmin_tag_model_autocomplete")
INSTEAD = dict.fromkeys(TAGS, require_admin_access(suggest))

# They stand before Wagtail's own at the same addresses.
urlpatterns = [
    path("images/", ImagesView.as_view(), name="disclosure_images"),
    path("images/results/", ImagesView.as_view(results_only=True), name="disclosure_images_results"),
    path("images/chooser/", own_chooser.choose_view, name="disclosure_images_choose"),
    path("documents/", DocumentsView.as_view(), name="disclosure_documents"),
    path("documents/results/", DocumentsView.as_view(results_only=True), name="disclosure_documents_results"),
]
