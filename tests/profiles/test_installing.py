"""Installing a profile makes a whole regime, once, and overwrites nothing."""

import pytest
from django.apps import apps
from django.utils import translation
from wagtail.models import Page, Workflow, WorkflowPage

from disclosure.catalog.columns import columns_of
from disclosure.catalog.models import Catalog, CatalogEntry, ColumnPage
from disclosure.core import ledger
from disclosure.core.models import LedgerEntry
from disclosure.organizations.exceptions import NotAdministrator
from disclosure.organizations.models import Body, BodyKind
from disclosure.profiles import loader, operations
from disclosure.profiles.exceptions import AnotherProfileHere
from disclosure.profiles.lines import Action, Part
from disclosure.signoff.models import Submission
from disclosure.signoff.tasks import SignatureStep
from tests import factories

pytestmark = pytest.mark.django_db

NAMES = ["high-school", "principal-school"]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def bureau():
    return factories.organization(code="QL", title="青澜区教育局")


@pytest.fixture
def school(bureau):
    return factories.organization(bureau, code="QL07", title="榆钱巷小学")


@pytest.fixture
def profile():
    return loader.load("principal-school")


def administrator(organization):
    user = factories.person()
    factories.member(factories.body(organization, BodyKind.ADMINISTRATORS), user)
    return user


def everything():
    """All rows of the add-on, and of Wagtail's pages and workflows."""
    models = [*apps.get_app_config("disclosure").get_models(), *apps.get_app_config("wagtailcore").get_models()]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


def line(preview, part, key):
    return next(line for line in preview.lines if (line.part, line.key) == (part, key))


@pytest.mark.parametrize("name", NAMES)
def test_installing_makes_all_that_the_profile_says(school, name):
    profile = loader.load(name)
    operations.install(profile, school)
    assert list(Body.objects.of(school).values_list("kind", "name")) == [(b.kind, b.name) for b in profile.bodies]
    codes = {code for column in profile.columns for code in (column.code, *[child.code for child in column.children])}
    assert {column.code for column in columns_of(school)} == codes
    entries = CatalogEntry.objects.filter(catalog__organization=school)
    assert [(row.number, row.name, row.column.code) for row in entries] == [
        (entry.number, entry.name, entry.column) for entry in profile.entries
    ]


def test_columns_stand_in_two_levels_and_are_frame(school):
    operations.install(loader.load("high-school"), school)
    top = ColumnPage.objects.child_of(school).get()
    assert (top.title, top.live, top.slug) == ("校务公开", True, "xw")
    assert [child.title for child in top.get_children()] == ["组织领导", "办学规划", "管理制度", "招生收费", "其他"]


def test_values_arrive_in_the_rows(school, profile):
    operations.install(profile, school)
    entry = CatalogEntry.objects.get(number="2.6")
    assert (str(entry.threshold), entry.retention, entry.required_blocks) == ("5000.00", "30y", ["accounts"])
    assert "几千元" in entry.quote
    award = CatalogEntry.objects.get(number="10.3")
    assert (award.minimum_days, award.after_end, award.attribute) == (7, "remove", "proactive")
    assert CatalogEntry.objects.get(number="12.4").attribute == "exempt"
    for row in CatalogEntry.objects.all():
        row.full_clean()


@pytest.mark.parametrize("name", NAMES)
def test_installing_twice_changes_nothing(school, name):
    profile = loader.load(name)
    assert operations.install(profile, school) is not None
    before = everything()
    assert operations.install(profile, school) is None
    assert everything() == before


def test_the_preview_changes_nothing_and_says_what_is_made(school, profile):
    before = everything()
    preview = operations.plan(profile, school)
    assert everything() == before
    assert preview.count(Action.MAKE) == len(preview.lines) == 6 + 15 + 4 + 1 + 1 + 65
    operations.install(profile, school)
    after = operations.plan(profile, school)
    assert after.count(Action.KEEP) == len(after.lines)
    assert not after.changes_anything


def test_what_was_made_remembers_where_it_came_from(school, profile):
    operations.install(profile, school)
    for model in (Body, ColumnPage, Catalog, CatalogEntry, SignatureStep):
        for row in model.objects.all():
            assert (row.origin_profile, row.origin_version, len(row.origin_hash)) == ("principal-school", 1, 64)
    assert CatalogEntry.objects.get(origin_key="entry:2.6").number == "2.6"


def test_the_ledger_says_what_was_made_by_ids_and_digests(school, profile):
    user = administrator(school)
    entry = operations.install(profile, school, by=user)
    assert (entry.kind, entry.actor, entry.subject) == ("profile.installed", user, f"organization:{school.pk}")
    assert entry.data["entry"] == list(CatalogEntry.objects.values_list("pk", flat=True))
    assert (entry.data["profile"], entry.data["version"], len(entry.data["digest"])) == ("principal-school", 1, 64)
    assert list(ledger.faults(entry.chain)) == []
    assert set(entry.chain.entries.filter(number__gt=1).values_list("actor", flat=True)) == {user.pk}


def test_a_changed_profile_has_another_digest(school, bureau, profile):
    other = profile.model_copy(update={"summary": "另一句。"})
    first, second = operations.install(profile, school), operations.install(other, bureau)
    assert first.data["digest"] != second.data["digest"]


def test_nothing_stays_when_something_fails(school, profile, monkeypatch):
    before = everything()

    def broken(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(ledger, "record", broken)
    with pytest.raises(RuntimeError):
        operations.install(profile, school)
    assert everything() == before


def test_only_an_administrator_of_that_organization_installs(school, bureau, profile):
    for stranger in (factories.person(), administrator(bureau)):
        with pytest.raises(NotAdministrator):
            operations.install(profile, school, by=stranger)
    assert not Catalog.objects.exists()


def test_a_second_regime_is_not_laid_over_the_first(school, profile):
    operations.install(profile, school)
    before = everything()
    with pytest.raises(AnotherProfileHere, match="校长负责制学校"):
        operations.install(loader.load("high-school"), school)
    assert everything() == before


class TestWhatIsThereStays:
    def test_what_the_organization_changed_is_not_overwritten(self, school, profile):
        operations.install(profile, school)
        CatalogEntry.objects.filter(number="2.6").update(threshold="20000", minimum_days=30)
        Body.objects.of(school, BodyKind.OFFICE).update(name="校办")
        before = everything()
        preview = operations.plan(profile, school)
        found = line(preview, Part.ENTRY, "2.6")
        assert found.action == Action.DIFFERS
        assert found.reason.startswith("was changed here since it was installed")
        assert "threshold in yuan" in found.reason
        assert "minimum period in days" in found.reason
        assert line(preview, Part.BODY, "office").action == Action.DIFFERS
        assert operations.install(profile, school) is None
        assert everything() == before

    def test_what_was_made_by_hand_is_kept_and_the_rest_is_made(self, school, profile):
        by_hand = factories.column(school, code="SF", title="收费")
        factories.entry(by_hand, number="1.1", name="收费")
        preview = operations.plan(profile, school)
        assert line(preview, Part.COLUMN, "SF").reason.startswith("was made here by hand")
        operations.install(profile, school)
        assert CatalogEntry.objects.get(number="1.1").name == "收费"
        assert CatalogEntry.objects.get(number="13.1").column.pk == by_hand.pk
        assert ColumnPage.objects.child_of(school).filter(code="SF").count() == 1
        assert operations.install(profile, school) is None

    def test_what_an_earlier_version_installed_is_told_apart(self, school, profile):
        operations.install(profile, school)
        body = profile.bodies[0].model_copy(update={"duties": "新的职责。"})
        later = profile.model_copy(update={"version": 2, "bodies": (body, *profile.bodies[1:])})
        found = line(operations.plan(later, school), Part.BODY, "office")
        assert found.reason == "was installed in version 1 of the profile; what differs: duties"

    def test_what_was_removed_since_is_made_again(self, school, profile):
        operations.install(profile, school)
        CatalogEntry.objects.filter(number="14.2").delete()
        assert operations.plan(profile, school).makes(Part.ENTRY) == {"14.2"}
        assert operations.install(profile, school).data["entry"] == [CatalogEntry.objects.get(number="14.2").pk]

    def test_a_page_that_has_the_slug_is_no_obstacle(self, school, profile):
        factories.organization(school, code="SF", title="分校")
        operations.install(profile, school)
        assert ColumnPage.objects.child_of(school).get(code="SF").slug == "sf-2"

    def test_columns_of_an_organization_below_are_not_taken_for_ones_own(self, bureau, school, profile):
        operations.install(profile, school)
        assert operations.plan(profile, bureau).makes(Part.COLUMN) == {column.code for column in columns_of(school)}

    def test_no_third_level_is_made_below_a_column_that_stands_lower(self, school):
        above = factories.column(school, code="ABOVE")
        factories.column(above, code="XW")
        operations.install(loader.load("high-school"), school)
        assert {page.depth for page in columns_of(school)} == {school.depth + 1, school.depth + 2}


class TestRoute:
    def test_hangs_on_the_topmost_organization_and_serves_all(self, bureau, school, profile):
        second = factories.organization(bureau, code="QL08")
        operations.install(profile, school)
        operations.install(loader.load("high-school"), second)
        hung = WorkflowPage.objects.filter(page__in=[bureau, school, second])
        assert [row.page_id for row in hung] == [bureau.pk]
        assert SignatureStep.objects.count() == 4
        assert school.get_workflow() == second.get_workflow() == hung[0].workflow
        assert LedgerEntry.objects.filter(kind="route.hung", chain=bureau.chain).count() == 1

    def test_steps_stand_in_their_order(self, school, profile):
        operations.install(profile, school)
        tasks = [task.specific for task in school.get_workflow().tasks]
        assert [(task.name, task.kind, task.form) for task in tasks] == [
            ("保密审查", "reviewers", "review"),
            ("领导小组讨论通过", "leading", "signature"),
            ("监督小组审核", "supervision", "signature"),
            ("主要领导签发", "principal", "signature"),
        ]

    def test_who_has_no_say_above_hangs_it_on_their_own(self, bureau, school, profile):
        operations.install(profile, school, by=administrator(school))
        assert WorkflowPage.objects.get(page=school).workflow.name == "校务公开审签路线"
        assert not WorkflowPage.objects.filter(page=bureau).exists()

    def test_the_same_steps_from_above_are_kept(self, bureau, school, profile):
        inherited = factories.route(bureau)
        preview = operations.plan(profile, school)
        assert line(preview, Part.ROUTE, "default").reason == "the route of “青澜区教育局” has the same steps"
        operations.install(profile, school)
        assert school.get_workflow() == inherited

    def test_other_steps_from_above_give_the_organization_its_own(self, bureau, school, profile):
        factories.route(bureau, factories.ROUTE[:1])
        operations.install(profile, school)
        assert WorkflowPage.objects.get(page=school).workflow.tasks.count() == 4
        assert WorkflowPage.objects.get(page=bureau).workflow.tasks.count() == 1

    def test_a_route_of_ones_own_stays(self, school, profile):
        own = factories.route(school, factories.ROUTE[:2])
        preview = operations.plan(profile, school)
        assert line(preview, Part.ROUTE, "default").action == Action.DIFFERS
        operations.install(profile, school)
        assert WorkflowPage.objects.get(page=school).workflow == own

    def test_a_route_changed_above_since_is_not_put_right_below(self, bureau, school, profile):
        operations.install(profile, school)
        bureau.get_workflow().workflow_tasks.last().delete()
        assert operations.install(profile, school) is None
        assert not WorkflowPage.objects.filter(page=school).exists()

    def test_the_workflow_that_wagtail_brings_does_not_count(self, school, profile):
        root = Page.objects.get(depth=1)
        WorkflowPage.objects.get_or_create(page=root, defaults={"workflow": Workflow.objects.first()})
        assert operations.plan(profile, school).makes(Part.ROUTE) == {"default"}

    def test_a_differing_route_hangs_nowhere_and_is_named_by_its_entries(self, school, profile):
        steps = profile.routes[0].steps[::3]
        short = profile.routes[0].model_copy(update={"name": "short", "title": "简易路线", "steps": steps})
        first = profile.entries[0].model_copy(update={"route": "short"})
        varied = profile.model_copy(
            update={"routes": (*profile.routes, short), "entries": (first, *profile.entries[1:])}
        )
        operations.install(varied, school)
        workflow = CatalogEntry.objects.get(number="1.1").workflow
        assert (workflow.name, workflow.tasks.count(), workflow.workflow_pages.count()) == ("简易路线", 2, 0)
        assert CatalogEntry.objects.get(number="2.1").workflow is None
        assert operations.install(varied, school) is None


def test_what_was_installed_carries_an_item_through_its_route(bureau, school, profile):
    operations.install(profile, school)
    people = {}
    for body in Body.objects.of(school):
        for number in range(3):
            people[body.kind, number] = factories.person(name=f"{body.name}{number}")
            factories.member(body, people[body.kind, number])
    entry = CatalogEntry.objects.get(number="6.3")
    body = [("text", "<p>学校和上级主管部门的监督投诉电话。</p>")]
    item = factories.item(ColumnPage.objects.get(code="TB"), by=people["office", 0], entry=entry, body=body)
    submission = factories.submitted(item, people["office", 0])
    assert [step["title"] for step in submission.route] == [step.title for step in profile.routes[0].steps]
    signers = {"reviewers": 1, "leading": 2, "supervision": 2, "principal": 1}
    factories.signed(submission, *[people[kind, number] for kind, count in signers.items() for number in range(count)])
    assert Submission.objects.get().outcome.kind == "granted"
    assert item.postings.get().index.text.startswith("QL07-TB-")
