"""A profile is chosen, previewed and installed in the admin, by administrators of that organization."""

import pytest
from django.urls import reverse
from django.utils import translation

from disclosure.catalog.models import CatalogEntry
from disclosure.core.models import LedgerEntry
from disclosure.organizations.models import BodyKind
from tests import factories

pytestmark = pytest.mark.django_db
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def school():
    bureau = factories.organization(code="QL", title="青澜区教育局")
    return factories.organization(bureau, code="QL07", title="榆钱巷小学")


@pytest.fixture
def administrator(school, client):
    user = factories.person("administrator")
    factories.member(factories.body(school, BodyKind.ADMINISTRATORS), user)
    client.force_login(user, backend=MODEL_BACKEND)
    return client


def address(name, *arguments):
    return reverse(f"disclosure_profiles:{name}", args=arguments)


def test_who_administers_one_organization_is_taken_there(administrator, school):
    answer = administrator.get(address("index"))
    assert answer.url == address("choose", school.pk)


def test_who_administers_several_chooses(client, school):
    client.force_login(factories.person("root", is_superuser=True), backend=MODEL_BACKEND)
    page = client.get(address("index")).content.decode()
    assert address("choose", school.pk) in page
    assert address("choose", school.get_parent().pk) in page


def test_every_profile_is_offered_with_what_it_holds(administrator, school):
    page = administrator.get(address("choose", school.pk)).content.decode()
    for text in ("校务公开（高级中学）", "校务公开（校长负责制学校）", "6 bodies, 65 catalogue entries"):
        assert text in page


def test_the_preview_lists_all_that_will_be_made_with_its_quotes_and_makes_nothing(administrator, school):
    page = administrator.get(address("preview", school.pk, "principal-school")).content.decode()
    for text in (
        "大额经费支出",
        "几千元以上的为大额经费支出",
        "校务公开监督小组",
        "监督小组审核",
        "for “榆钱巷小学”",
        "confidentiality reviewers",
    ):
        assert text in page
    assert not CatalogEntry.objects.exists()


def test_installing_makes_it_and_shows_what_was_made(administrator, school):
    answer = administrator.post(address("preview", school.pk, "principal-school"), follow=True)
    assert answer.redirect_chain == [(address("installed", school.pk), 302)]
    page = answer.content.decode()
    entry = LedgerEntry.objects.get(kind="profile.installed")
    assert entry.actor.username == "administrator"
    assert CatalogEntry.objects.count() == 65
    for text in (
        "<td>65</td>",
        "“校务公开（校长负责制学校）”, version 1",
        entry.data["digest"],
        "was installed in “榆钱巷小学”",
    ):
        assert text in page


def test_installing_again_says_that_there_is_nothing_to_make(administrator, school):
    administrator.post(address("preview", school.pk, "high-school"))
    page = administrator.get(address("preview", school.pk, "high-school")).content.decode()
    assert "There is nothing to make" in page
    assert 'class="button">Install' not in page
    assert (
        "Nothing to make"
        in administrator.post(address("preview", school.pk, "high-school"), follow=True).content.decode()
    )


def test_what_was_changed_here_is_shown_and_said_to_stay(administrator, school):
    administrator.post(address("preview", school.pk, "high-school"))
    CatalogEntry.objects.filter(number="14").update(name="周安排")
    page = administrator.get(address("preview", school.pk, "high-school")).content.decode()
    assert "differs, and stays as it is" in page
    assert "was changed here since it was installed; what differs: name" in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_second_regime_is_refused_in_words(administrator, school, method):
    administrator.post(address("preview", school.pk, "high-school"))
    answer = getattr(administrator, method)(address("preview", school.pk, "principal-school"), follow=True)
    assert "follows the profile “校务公开（高级中学）” already" in answer.content.decode()
    assert CatalogEntry.objects.count() == 30


def test_before_anything_is_installed_the_result_leads_to_the_choice(administrator, school):
    assert administrator.get(address("installed", school.pk)).url == address("choose", school.pk)


def test_an_unknown_profile_answers_404(administrator, school):
    assert administrator.get(address("preview", school.pk, "village")).status_code == 404


@pytest.mark.parametrize("name", ["choose", "preview", "installed"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_organization_answers_404(administrator, school, name, method):
    more = ["high-school"] if name == "preview" else []
    answer = getattr(administrator, method)(address(name, school.get_parent().pk, *more))
    assert answer.status_code in (404, 405)
    assert not CatalogEntry.objects.exists()


@pytest.mark.parametrize("kind", [kind for kind in BodyKind if kind != BodyKind.ADMINISTRATORS])
def test_who_administers_nothing_finds_nothing(client, school, kind):
    user = factories.person()
    factories.member(factories.body(school, kind), user)
    client.force_login(user, backend=MODEL_BACKEND)
    assert client.get(address("index")).status_code == 404
    assert client.post(address("preview", school.pk, "high-school")).status_code == 404
    assert not CatalogEntry.objects.exists()


def test_a_stranger_is_asked_to_sign_in(client, school):
    assert "login" in client.get(address("choose", school.pk)).url
