"""Lists of images and documents without everyone's tags (L11)."""

from django.urls import path
from wagtail.documents.views import documents
from wagtail.images.views import chooser, images


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

# They stand before Wagtail's own at the same addresses.
urlpatterns = [
    path("images/", ImagesView.as_view(), name="disclosure_images"),
    path("images/results/", ImagesView.as_view(results_only=True), name="disclosure_images_results"),
    path("images/chooser/", own_chooser.choose_view, name="disclosure_images_choose"),
    path("documents/", DocumentsView.as_view(), name="disclosure_documents"),
    path("documents/results/", DocumentsView.as_view(results_only=True), name="disclosure_documents_results"),
]
