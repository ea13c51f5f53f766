"""The pages on which one takes down, stops and confirms: who has them, what they say, what they do."""

from datetime import timedelta

import pytest
from django.urls import reverse

from disclosure.changes import operations
from disclosure.core import clock
from disclosure.items.models import Closing, ClosingKind
from tests import factories

from .conftest import NOW

pytestmark = pytest.mark.django_db

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def posting(school):
    return factories.posted(school, title="收费公示")


@pytest.fixture
def as_(client, school):
    """Signs in as somebody of the school."""

    def sign_in(name):
        client.force_login(school.people[name], backend=MODEL_BACKEND)
        return client

    return sign_in


def address(name, row):
    return reverse(f"disclosure_changes:{name}", args=[row.pk])


def decided(explanation):
    """What whoever decides posts, after looking at it once more."""
    return {"explanation": explanation, "password": factories.PASSWORD, "decide": "1"}


@pytest.mark.parametrize("name", ["office2", "leader1", "supervisor1", "reviewer", "administrator"])
@pytest.mark.parametrize("page", ["withdraw", "stop"])
def test_for_others_the_page_does_not_exist(as_, posting, page, name):
    client = as_(name)
    assert client.get(address(page, posting)).status_code == 404
    assert client.post(address(page, posting), {"explanation": "x", "decide": "1"}).status_code == 404
    assert not Closing.objects.exists()


def test_a_stranger_is_asked_to_sign_in(client, posting):
    response = client.get(address("withdraw", posting))
    assert response.status_code == 302
    assert "/login/" in response["Location"]


def test_it_warns_that_the_explanation_is_public(as_, posting):
    text = as_("principal").get(address("withdraw", posting)).content.decode()
    assert "Everyone who opens its address will read this" in text
    assert "no identity number" in text


def test_the_words_are_looked_at_before_anything_is_decided(as_, posting):
    response = as_("principal").post(address("withdraw", posting), {"explanation": "第一行\n第二行"})
    text = response.content.decode()
    assert "This is what the public will read" in text
    assert "<p>第一行<br>第二行</p>" in text
    assert not Closing.objects.exists()


def test_they_can_be_changed_again(as_, posting):
    response = as_("principal").post(address("withdraw", posting), {"explanation": "附件有误", "again": "1"})
    assert "<textarea" in response.content.decode()
    assert not Closing.objects.exists()


def test_then_it_is_taken_down(as_, posting):
    response = as_("principal").post(address("withdraw", posting), decided("附件有误"), follow=True)
    closing = Closing.objects.get()
    assert (closing.kind, closing.explanation) == (ClosingKind.WITHDRAWN, "附件有误")
    text = response.content.decode()
    assert "is taken down" in text
    assert reverse("disclosure:item", args=[posting.index.text]) in text


@pytest.mark.parametrize("password", ["guess", ""])
@pytest.mark.parametrize("page", ["withdraw", "stop"])
def test_as_a_signature_it_asks_for_the_password(as_, school, page, password):
    later = {"wish_begins_at": NOW + timedelta(days=2)} if page == "stop" else {}
    posting = factories.posted(school, **later)
    data = decided("附件有误") | {"password": password}
    response = as_("principal").post(address(page, posting), data)
    assert not Closing.objects.exists()
    assert response.context["form"].errors.keys() == {"password"}
    assert 'name="decide"' in response.content.decode() and "附件有误" in response.content.decode()


def test_within_ten_minutes_it_asks_once(as_, school, posting):
    client = as_("principal")
    client.post(address("withdraw", posting), decided("附件有误"))
    other = factories.posted(school, title="校服公示")
    client.post(address("withdraw", other), {"explanation": "附件有误", "decide": "1"})
    assert Closing.objects.count() == 2


def test_an_organization_may_switch_the_password_off(as_, school, posting):
    type(school.organization).objects.update(sign_with_password=False)
    as_("principal").post(address("withdraw", posting), {"explanation": "附件有误", "decide": "1"})
    assert Closing.objects.count() == 1


def test_markup_in_the_words_is_text(as_, posting):
    response = as_("principal").post(address("withdraw", posting), {"explanation": "<script>alert(1)</script>"})
    assert "<script>alert(1)" not in response.content.decode()


@pytest.mark.parametrize("data", [{"decide": "1"}, {"explanation": "  ", "decide": "1"}, {}])
def test_without_words_nothing_is_decided(as_, posting, data):
    response = as_("principal").post(address("withdraw", posting), data)
    assert response.status_code == 200
    assert not Closing.objects.exists()


def test_what_is_down_already_has_no_form(as_, school, posting):
    operations.withdraw(posting=posting, by=school.people["office"], explanation="附件有误")
    text = as_("principal").get(address("withdraw", posting)).content.decode()
    assert "This is not up at this moment" in text
    assert "<textarea" not in text


def test_a_decision_that_comes_too_late_is_told(as_, school, posting):
    operations.withdraw(posting=posting, by=school.people["office"], explanation="附件有误")
    response = as_("principal").post(address("withdraw", posting), decided("也这样"), follow=True)
    assert "This is not up at this moment" in response.content.decode()
    assert Closing.objects.count() == 1


def test_what_waits_is_stopped(as_, school):
    waiting = factories.posted(school, wish_begins_at=NOW + timedelta(days=2))
    client = as_("office")
    said = client.get(address("stop", waiting)).content.decode()
    assert "It will not go up." in said
    assert "What it would have replaced stays up" not in said
    client.post(address("stop", waiting), decided("不再需要"))
    assert Closing.objects.get().kind == ClosingKind.STOPPED


def test_a_correction_that_waits_is_pointed_at(as_, school, posting):
    with clock.moved(NOW + timedelta(hours=1)):
        correction = factories.corrected(school, posting, wish_begins_at=NOW + timedelta(days=2))
        text = as_("principal").get(address("withdraw", posting)).content.decode()
    assert address("stop", correction) in text


def test_a_member_of_the_group_confirms(as_, school, posting):
    closing = operations.withdraw(posting=posting, by=school.people["principal"], explanation="附件有误")
    client = as_("leader1")
    assert "Confirm for “" in client.get(address("confirm", closing)).content.decode()
    response = client.post(address("confirm", closing), {"body": school.bodies["leading"].pk}, follow=True)
    assert closing.confirmations.get().by == school.people["leader1"]
    assert "leader1" in response.content.decode()


def test_others_of_the_organization_read_and_cannot_confirm(as_, school, posting):
    closing = operations.withdraw(posting=posting, by=school.people["principal"], explanation="附件有误")
    client = as_("office")
    assert "Confirm for “" not in client.get(address("confirm", closing)).content.decode()
    client.post(address("confirm", closing), {"body": school.bodies["leading"].pk})
    assert not closing.confirmations.exists()


def test_nobody_of_another_organization_reads_it(client, school, posting):
    closing = operations.withdraw(posting=posting, by=school.people["principal"], explanation="附件有误")
    client.force_login(school.bureau.bodies.get(kind="office").memberships.get().user, backend=MODEL_BACKEND)
    assert client.get(address("confirm", closing)).status_code == 404


@pytest.mark.parametrize("body", ["", "x", "0", "-1"])
def test_a_body_that_is_none_is_not_found(as_, school, posting, body):
    closing = operations.withdraw(posting=posting, by=school.people["principal"], explanation="附件有误")
    assert as_("leader1").post(address("confirm", closing), {"body": body}).status_code == 404


def test_an_overdue_confirmation_says_so(as_, school, posting):
    closing = operations.withdraw(posting=posting, by=school.people["principal"], explanation="附件有误")
    with clock.moved(NOW + timedelta(days=4)):
        text = as_("leader1").get(address("confirm", closing)).content.decode()
    assert "not confirmed, overdue" in text
