"""What a signer does on the page on which one signs, and what becomes of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from disclosure.core import clock
from disclosure.signoff import operations
from disclosure.signoff.models import OutcomeKind, Submission
from tests import factories
from tests.signoff.posted import DESK, MODEL_BACKEND, address, answer, outcome, sent_back, signed_by

pytestmark = pytest.mark.django_db


# Signing


def test_signing_with_the_right_password(client, school, submission):
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)

    response = client.post(address(submission), answer(submission))

    assert response.status_code == 302 and response["Location"] == DESK
    assert signed_by(submission) == ["reviewer"]
    assert submission.signatures.get().review == {"attribute": "proactive", "ground": "", "result": "clear"}


def test_a_wrong_password_is_said_beside_its_field(client, school, submission):
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)

    response = client.post(address(submission), answer(submission, password="guess"))

    assert response.status_code == 200
    assert response.context["sign_form"].errors == {"password": ["This password is not right."]}
    assert "It is not signed yet." in response.content.decode()
    assert 'load@window->w-focus#focus" data-w-focus-target-value="#id_sign-password"' in response.content.decode()
    assert not submission.signatures.exists()


def test_guesses_are_stopped_for_five_minutes(client, school, submission):
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)
    now = factories.moment("2026-11-24 09:00")
    with clock.moved(now):
        for _guess in range(5):
            client.post(address(submission), answer(submission, password="guess"))
        client.post(address(submission), answer(submission))
        assert not submission.signatures.exists()
    with clock.moved(now + timedelta(minutes=5, seconds=1)):
        client.post(address(submission), answer(submission))
    assert signed_by(submission) == ["reviewer"]


def test_the_password_is_asked_again_after_ten_minutes(client, school):
    person = school.people["reviewer"]
    client.force_login(person, backend=MODEL_BACKEND)
    now = factories.moment("2026-11-24 09:00")
    with clock.moved(now):
        pages = [factories.item(school.column, by=school.people["office"]) for _ in range(3)]
        first, second, third = [factories.submitted(page, school.people["office"]) for page in pages]
        client.post(address(first), answer(first))
    with clock.moved(now + timedelta(minutes=9, seconds=59)):
        assert "sign-password" not in client.get(address(second)).content.decode()
        client.post(address(second), answer(second, password=None))
        assert signed_by(second) == ["reviewer"]
    with clock.moved(now + timedelta(minutes=10)):
        response = client.post(address(third), answer(third, password=None))
        assert "password" in response.context["sign_form"].errors
        assert not third.signatures.exists()


def test_an_organization_may_do_without_the_password(client, school, submission):
    type(school.organization).objects.update(sign_with_password=False)
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)

    client.post(address(submission), answer(submission, password=None))

    assert signed_by(submission) == ["reviewer"]


def test_the_text_has_to_be_read(client, school, submission):
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)

    response = client.post(address(submission), answer(submission, read=None))

    assert "Please tick this when you have read it." in response.content.decode()
    assert not submission.signatures.exists()


def test_what_was_seen_is_what_is_signed(client, school, submission):
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)

    response = client.post(address(submission), answer(submission, digest="0" * 64))

    assert "What you saw is not what is being signed now" in response.content.decode()
    assert not submission.signatures.exists()


def test_a_second_click_goes_on(client, school, submission):
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)
    client.post(address(submission), answer(submission))

    response = client.post(address(submission), answer(submission), follow=True)

    assert response.redirect_chain[0][0] == DESK
    assert "You have signed this submission already." in response.content.decode()
    assert submission.signatures.count() == 1


def test_after_signing_comes_the_next_that_waits(client, school, submission):
    second = factories.submitted(factories.item(school.column, by=school.people["office"]), school.people["office"])
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)

    response = client.post(address(submission), answer(submission))

    assert response["Location"] == address(second) + "#main"


def test_who_may_not_sign_reads_why(client, school, submission):
    factories.member(school.bodies["reviewers"], school.people["office"], name="office")
    client.force_login(school.people["office"], backend=MODEL_BACKEND)

    response = client.post(address(submission), answer(submission))

    assert "Nobody signs their own work" in response.content.decode()
    assert not submission.signatures.exists()


def test_the_last_signature_says_when_it_goes_up(client, school, submission):
    with_all = ["reviewer", "leader1", "leader2", "supervisor1", "supervisor2"]
    factories.signed(submission, *[school.people[name] for name in with_all])
    client.force_login(school.people["principal"], backend=MODEL_BACKEND)

    response = client.post(address(submission), answer(submission), follow=True)

    assert "All signatures are given: it is up now." in response.content.decode()
    assert outcome(submission).kind == OutcomeKind.GRANTED


# The short form of the review


def test_a_review_needs_its_result(client, school, submission):
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)

    response = client.post(address(submission), answer(submission, result=None))

    assert "result" in response.context["sign_form"].errors
    assert not submission.signatures.exists()


def test_a_reviewer_is_offered_the_attribute_of_the_item_and_returns_what_is_wrong(client, school, submission):
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)
    offered = client.get(address(submission)).context["sign_form"].fields["attribute"].choices
    assert [value for value, _label in offered] == ["proactive"]

    response = client.post(address(submission), answer(submission, attribute="exempt", ground="国家秘密"))

    assert "If that is wrong, return it" in str(response.context["sign_form"].errors["attribute"])
    assert not submission.signatures.exists()


def test_a_ground_is_given_where_it_is_not_proactive(client, school):
    type(school.entry).objects.update(attribute="on_request", ground="个人隐私")
    page = factories.item(school.column, by=school.people["office"])
    submission = factories.submitted(page, school.people["office"])
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)

    refused = client.post(address(submission), answer(submission, attribute="on_request", ground=""))
    assert "ground" in refused.context["sign_form"].errors
    client.post(address(submission), answer(submission, attribute="on_request", ground="个人隐私"))
    assert signed_by(submission) == ["reviewer"]


def test_other_steps_have_no_review(client, school, submission):
    factories.signed(submission, school.people["reviewer"])
    client.force_login(school.people["leader1"], backend=MODEL_BACKEND)

    assert "attribute" not in client.get(address(submission)).context["sign_form"].fields


# Returning


def test_a_return_says_why(client, school, submission):
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)

    refused = client.post(address(submission), sent_back(submission, reason=" "))
    assert "reason" in refused.context["return_form"].errors
    response = client.post(address(submission), sent_back(submission))

    assert response["Location"] == DESK
    assert (outcome(submission).kind, outcome(submission).reason) == (OutcomeKind.RETURNED, "数字不符")


def test_a_return_asks_for_the_password(client, school, submission):
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)

    response = client.post(address(submission), sent_back(submission, password="guess"))

    assert "password" in response.context["return_form"].errors
    assert not hasattr(Submission.objects.get(pk=submission.pk), "outcome")


def test_signing_what_was_returned_meanwhile_is_refused_in_words(client, school, submission):
    factories.signed(submission, school.people["reviewer"])
    client.force_login(school.people["leader1"], backend=MODEL_BACKEND)
    operations.send_back(
        submission=submission, signer=school.people["leader2"], digest=submission.edition.digest, reason="重报"
    )

    response = client.post(address(submission), answer(submission))

    assert response.status_code == 200
    assert "This submission has ended" in response.content.decode()
    assert "重报" in response.content.decode()


# Recall


def test_the_office_recalls_after_being_asked(client, school, submission):
    client.force_login(school.people["office2"], backend=MODEL_BACKEND)
    recall = reverse("disclosure_signoff:recall", args=[submission.pk])

    assert recall in client.get(address(submission)).content.decode()
    assert "Recall “伙食费公示”?" in client.get(recall).content.decode()
    response = client.post(recall, {"reason": "补一个附件"})

    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[submission.item_id])
    assert (outcome(submission).kind, outcome(submission).reason) == (OutcomeKind.RECALLED, "补一个附件")


def test_signers_do_not_recall(client, school, submission):
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)

    assert client.get(reverse("disclosure_signoff:recall", args=[submission.pk])).status_code == 404


def test_a_recall_that_comes_too_late_is_said(client, school, submission):
    operations.recall(submission=submission, by=school.people["office"])
    client.force_login(school.people["office"], backend=MODEL_BACKEND)

    response = client.post(reverse("disclosure_signoff:recall", args=[submission.pk]), {}, follow=True)

    assert "This submission has ended" in response.content.decode()


def test_a_period_that_ran_out_while_it_was_being_signed_is_said(client, school):
    with clock.moved(factories.moment("2026-11-20 09:00")):
        page = factories.item(
            school.column, by=school.people["office"], wish_ends_at=factories.moment("2026-11-24 00:00")
        )
        submission = factories.submitted(page, school.people["office"])
        names = ["reviewer", "leader1", "leader2", "supervisor1", "supervisor2"]
        factories.signed(submission, *[school.people[name] for name in names])
    client.force_login(school.people["principal"], backend=MODEL_BACKEND)
    with clock.moved(factories.moment("2026-11-24 09:00")):
        response = client.post(address(submission), answer(submission))

    assert "The period in which this would be up is over already." in response.content.decode()
    assert "principal" not in signed_by(submission)
