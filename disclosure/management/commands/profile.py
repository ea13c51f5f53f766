"""`profile list`, `profile show NAME`, `profile install NAME --organization SLUG|CODE`."""

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils.translation import gettext as _

from ...core.exceptions import Refusal
from ...organizations.models import OrganizationPage
from ...profiles import loader, operations
from ...profiles.lines import Action, Preview
from ...profiles.schema import Profile


class Command(BaseCommand):
    help = "Lists profiles, shows one, or installs one in an organization."

    def add_arguments(self, parser):
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="the profiles that there are")
        actions.add_parser("show", help="what a profile says").add_argument("name")
        install = actions.add_parser("install", help="install a profile in an organization; twice changes nothing")
        install.add_argument("name")
        install.add_argument("--organization", required=True, metavar="SLUG|CODE")
        install.add_argument("--preview", action="store_true", help="only say what would be made")

    def handle(self, *args, action, **options):
        try:
            getattr(self, action)(**options)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal

    def list(self, **options):
        for name in loader.available():
            profile = loader.load(name)
            self.stdout.write(f"{profile.name}\t{profile.version}\t{profile.title}\t{self._counts(profile)}")

    def show(self, *, name, **options):
        profile = loader.load(name)
        self.stdout.write(f"{profile.title}\n{profile.summary}\n")
        for body in profile.bodies:
            self.stdout.write(f"  {body.kind:<16}{body.name}")
        for column in profile.columns:
            self.stdout.write(f"  {column.code:<8}{column.title}")
            for child in column.children:
                self.stdout.write(f"    {child.code:<6}{child.title}")
        for route in profile.routes:
            self.stdout.write(f"  {route.title}: " + " → ".join(step.title for step in route.steps))
        for entry in profile.entries:
            self.stdout.write(f"  {entry.number:<6}{entry.column:<8}{entry.name}\n        “{entry.quote}”")

    def install(self, *, name, organization, preview, **options):
        profile = loader.load(name)
        place = self._organization(organization)
        planned = operations.plan(profile, place)
        self._tell(planned)
        if preview:
            return
        if operations.install(profile, place) is None:
            self.stdout.write(_("Nothing to make: “%(profile)s” is installed here.") % {"profile": profile.title})
        else:
            words = {"profile": profile.title, "organization": place.title}
            self.stdout.write(_("“%(profile)s” was installed in “%(organization)s”.") % words)

    def _organization(self, wanted: str) -> OrganizationPage:
        found = list(OrganizationPage.objects.filter(Q(slug=wanted) | Q(code=wanted)).distinct()[:2])
        if len(found) != 1:
            sentence = _("More than one organization has the slug “%(wanted)s”; give its code. Codes: %(codes)s.")
            if not found:
                sentence = _("There is no organization with the slug or code “%(wanted)s”. Codes: %(codes)s.")
            codes = OrganizationPage.objects.order_by("code").values_list("code", flat=True)[:50]
            raise CommandError(sentence % {"wanted": wanted, "codes": ", ".join(codes)})
        return found[0]

    def _tell(self, preview: Preview) -> None:
        for group in preview.groups():
            counts = ", ".join(f"{action.label}: {count}" for action, count in group.counts.items() if count)
            self.stdout.write(f"{group.part.label}: {counts}")
        for line in preview.lines:
            if line.action == Action.DIFFERS:
                self.stdout.write(f"  {line.part.label} {line.key} {line.title}: {line.reason}")

    def _counts(self, profile: Profile) -> str:
        counts = {"entries": len(profile.entries), "bodies": len(profile.bodies)}
        return _("%(entries)d entries, %(bodies)d bodies") % counts
