"""The signing page: who reads it, what it asks for, and what becomes of an answer."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from disclosure.core import append_only, clock
from disclosure.signoff import operations
from disclosure.signoff.models import OutcomeKind, Submission
from tests import factories

pytestmark = pytest.mark.django_db

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
DESK = reverse("wagtailadmin_home") + "#main"


@pytest.fixture
def school():
    return factories.school()


@pytest.fixture
def submission(school):
    page = factories.item(school.column, by=school.people["office"], title="伙食费公示", summary="十月收支")
    return factories.submitted(page, school.people["office"])


def address(submission):
    return reverse("disclosure_signoff:sign", args=[submission.pk])


def answer(submission, **fields):
    """What a signer posts; a reviewer's fields are ignored by the other steps."""
    posted = {
        "digest": submission.edition.digest,
        "read": "on",
        "attribute": "proactive",
        "result": "clear",
        "comment": "",
        "password": factories.PASSWORD,
    } | fields
    return {f"sign-{name}": value for name, value in posted.items() if value is not None}


def sent_back(submission, **fields):
    posted = {"digest": submission.edition.digest, "reason": "数字不符", "password": factories.PASSWORD} | fields
    return {f"return-{name}": value for name, value in posted.items() if value is not None}


def signed_by(submission):
    return [signature.user.username for signature in submission.signatures.order_by("pk")]


def outcome(submission):
    return Submission.objects.get(pk=submission.pk).outcome


# Who may read


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("office", 200),
        ("office2", 200),
        ("reviewer", 200),
        ("leader1", 404),
        ("principal", 404),
        ("administrator", 404),
    ],
)
def test_read_by_the_office_and_by_those_whose_step_it_is(client, school, submission, who, status):
    client.force_login(school.people[who], backend=MODEL_BACKEND)

    assert client.get(address(submission)).status_code == status


def test_read_on_by_those_whose_step_it_was(client, school, submission):
    factories.signed(submission, school.people["reviewer"])
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)

    response = client.get(address(submission))

    assert response.status_code == 200
    assert "You signed this on" in response.content.decode()


def test_nothing_for_another_organization_or_the_superior(client, school, submission):
    other = factories.school(bureau=school.bureau, code="QL08", prefix="b-")
    for stranger in (other.people["reviewer"], other.people["office"]):
        client.force_login(stranger, backend=MODEL_BACKEND)
        assert client.get(address(submission)).status_code == 404
    client.force_login(school.bureau.bodies.get(kind="office").memberships.get().user, backend=MODEL_BACKEND)
    assert client.get(address(submission)).status_code == 404


def test_whoever_left_reads_nothing(client, school, submission):
    school.bodies["reviewers"].memberships.update(until=clock.now() - timedelta(seconds=1))
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)

    assert client.get(address(submission)).status_code != 200


def test_the_text_is_shown_as_the_public_reads_it(client, school, submission):
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)

    html = client.get(address(submission)).content.decode()

    assert "十月收支" in html and "disclosure/edition.css" in html
    assert submission.edition.digest in html


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


def test_a_reviewer_who_sees_another_attribute_returns_it(client, school, submission):
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)

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


def test_the_next_round_shows_the_changes_and_the_reason(client, school, submission):
    reviewer, office = school.people["reviewer"], school.people["office"]
    factories.signed(submission, reviewer)
    operations.send_back(
        submission=submission, signer=school.people["leader1"], digest=submission.edition.digest, reason="改成十一月"
    )
    page = submission.item.get_latest_revision_as_object()
    page.summary = "十一月收支"
    page.save_revision(user=office)
    page.current_workflow_state.resume(office)
    again = page.submissions.get(number=2)
    client.force_login(reviewer, backend=MODEL_BACKEND)

    response = client.get(address(again))

    assert [e.key for e in response.context["earlier"]] == ["mine"]
    assert [(d.was, d.now) for d in response.context["changes"]] == [("十月收支", "十一月收支")]
    assert "改成十一月" in response.content.decode()


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


# The whole page


def test_queries_do_not_grow_with_signatures(client, school, submission, django_assert_max_num_queries):
    factories.signed(submission, *[school.people[name] for name in ("reviewer", "leader1", "leader2", "supervisor1")])
    client.force_login(school.people["supervisor2"], backend=MODEL_BACKEND)

    with django_assert_max_num_queries(45):
        client.get(address(submission))


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


def test_what_is_damaged_is_neither_shown_nor_signed(client, school, submission):
    damaged = submission.edition.stored.content | {"title": "十一月"}
    with append_only.lifted(), connection.cursor() as cursor:
        cursor.execute("UPDATE disclosure_editioncontent SET content = %s", [json.dumps(damaged)])
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)

    for response in (client.get(address(submission)), client.post(address(submission), answer(submission))):
        html = response.content.decode()
        assert "does not match its digest" in html and "十一月" not in html
    assert not submission.signatures.exists()


def test_an_edition_is_not_compared_with_itself_once_it_is_up(client, school):
    posting = factories.posted(school)
    client.force_login(school.people["principal"], backend=MODEL_BACKEND)

    response = client.get(address(posting.item.submissions.get()))

    assert response.context["earlier"] == []


def test_the_only_member_of_a_body_is_not_called_its_head(client, school, submission):
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)

    html = client.get(address(submission)).content.decode()

    assert "you sign for “" in html and "you sign as" not in html
    assert "Step 2 of 5" in html
