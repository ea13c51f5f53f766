"""The add-on as Django sees it: one label for all its packages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisclosureConfig(AppConfig):
    name = "disclosure"
    label = "disclosure"
    verbose_name = _("Open administration")
    default_auto_field = "django.db.models.BigAutoField"
