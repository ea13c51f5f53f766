"""The add-on as Django sees it: one label for all its packages."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def install_triggers(sender, using, **kwargs):
    """Triggers stand again after each migrate: SQLite loses them when it rebuilds a table."""
    sender.append_only.install_all(using)
    sender.change.install_all(using)


def renew_index(sender, using, **kwargs):
    """What Wagtail's search finds Chinese by."""
    from .search.backend import renewal

    renewal.renew(using)


class DisclosureConfig(AppConfig):
    name = "disclosure"
    label = "disclosure"
    verbose_name = _("Open administration")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import checks
        from .accounts import receivers as sign_in
        from .core import append_only, change
        from .items import receivers
        from .organizations import library, moving, policies
        from .organizations import receivers as rosters
        from .search import receivers as search
        from .signoff import receivers as notices

        policies.register()
        library.register()
        receivers.connect()
        moving.connect()
        sign_in.connect()
        rosters.connect()
        notices.connect()
        search.connect()
        checks.register_all()
        self.append_only, self.change = append_only, change
        post_migrate.connect(install_triggers, sender=self)
        post_migrate.connect(renew_index, sender=self)
