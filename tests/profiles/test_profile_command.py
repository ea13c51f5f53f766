"""`manage.py profile` lists, shows and installs, and says clearly what it cannot do."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from disclosure.catalog.models import CatalogEntry
from disclosure.core.models import LedgerEntry
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def school():
    return factories.organization(code="QL07")


def run(*arguments):
    out = StringIO()
    call_command("profile", *arguments, stdout=out)
    return out.getvalue()


def test_list_names_the_profiles_and_how_much_they_hold():
    lines = run("list").splitlines()
    assert [line.split("\t")[0] for line in lines] == ["high-school", "principal-school"]
    assert "65 entries" in lines[1]


def test_show_tells_bodies_columns_route_and_each_entry_with_its_quote():
    shown = run("show", "high-school")
    for text in ("校务公开群众监督小组", "招生收费", "保密审查 → 领导小组讨论通过", "“每周学校主要工作安排。”"):
        assert text in shown


@pytest.mark.parametrize("wanted", ["QL07", "ql07"])
def test_install_finds_the_organization_by_code_or_slug(school, wanted):
    told = run("install", "principal-school", "--organization", wanted)
    assert "catalogue entries: will be made: 65" in told
    assert "was installed in" in told
    assert CatalogEntry.objects.filter(catalog__organization=school).count() == 65
    assert LedgerEntry.objects.get(kind="profile.installed").actor is None


def test_installing_again_says_that_there_is_nothing_to_make(school):
    run("install", "high-school", "--organization", "QL07")
    assert "Nothing to make" in run("install", "high-school", "--organization", "QL07")


def test_a_preview_makes_nothing(school):
    assert "will be made: 30" in run("install", "high-school", "--organization", "QL07", "--preview")
    assert not CatalogEntry.objects.exists()


def test_what_differs_is_told_line_by_line(school):
    run("install", "high-school", "--organization", "QL07")
    CatalogEntry.objects.filter(number="14").update(name="周安排")
    told = run("install", "high-school", "--organization", "QL07")
    assert "14 每周学校主要工作安排: was changed here since it was installed; what differs: name" in told


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["show", "village"], "There is no profile named “village”. There are: high-school, principal-school."),
        (["install", "high-school", "--organization", "NONE"], "slug or code “NONE”. Codes: QL07."),
        (["install", "high-school"], "--organization"),
        ([], "action"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(school, arguments, sentence):
    with pytest.raises(CommandError, match=sentence.replace(".", r"\.")):
        run(*arguments)


def test_a_slug_that_two_organizations_share_asks_for_the_code(school):
    factories.organization(school, code="QL08", title="分校").__class__.objects.filter(code="QL08").update(slug="ql07")
    with pytest.raises(CommandError, match="More than one organization"):
        run("install", "high-school", "--organization", "ql07")


def test_another_regime_is_refused_in_words(school):
    run("install", "high-school", "--organization", "QL07")
    with pytest.raises(CommandError, match="follows the profile “校务公开（高级中学）” already"):
        run("install", "principal-school", "--organization", "QL07")
