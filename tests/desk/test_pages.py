"""Pages below the desk, the explorer's status, and the editor that says where its item stands."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.signoff import operations
from tests import factories
from tests.items import posting_forms

pytestmark = pytest.mark.django_db

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def office(client, school):
    client.force_login(school.people["office"], backend=MODEL_BACKEND)
    return client


def draft(school, **fields):
    return factories.item(school.column, by=school.people["office"], **fields)


def submit(school, **fields):
    return factories.submitted(draft(school, **fields), school.people["office"])


def html(response):
    assert response.status_code == 200
    return response.content.decode()


def editor(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


# Below the desk


def test_all_that_waits_is_searched_and_turned(client, school):
    for number in range(21):
        submit(school, title=f"第{number:02}件")
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)
    waiting = reverse("disclosure_desk:waiting")

    assert [row.title for row in client.get(waiting, {"p": 2}).context["rows"]] == ["第20件"]
    assert [row.title for row in client.get(waiting, {"q": "07"}).context["rows"]] == ["第07件"]
    assert client.get(waiting, {"ordering": "latest"}).context["rows"][0].title == "第20件"


def test_drafting_begins_with_a_column_of_ones_own(office, school):
    factories.column(school.column, code="SF1", title="伙食")
    other = factories.school(bureau=school.bureau, code="QL08", prefix="b-")
    page = html(office.get(reverse("disclosure_desk:draft")))

    assert reverse("wagtailadmin_pages:add", args=["disclosure", "itempage", school.column.pk]) in page
    assert "伙食" in page
    assert reverse("wagtailadmin_pages:add", args=["disclosure", "itempage", other.column.pk]) not in page


def test_columns_are_found_by_their_words_and_by_those_of_their_entries(office, school):
    place = factories.column(school.column, code="SF1", title="膳食")
    factories.entry(place, number="9.1", name="食谱", minimum_days=7)
    address = reverse("disclosure_desk:draft")

    def titles(words):
        return [
            place.column.title
            for _o, places in office.get(address, {"q": words}).context["offices"]
            for place in places
        ]

    assert titles("膳") == ["膳食"] == titles("食谱")
    assert titles("没有这个词") == titles("")
    assert "These are all" in html(office.get(address, {"q": "没有这个词"}))
    assert "at least 7 days" in html(office.get(address, {"q": "食谱"}))


def test_organizations_below_are_sorted_by_any_number(client, school):
    factories.school(bureau=school.bureau, code="QL08", prefix="b-")
    submit(school)
    client.force_login(school.bureau.bodies.get(kind="office").memberships.get().user, backend=MODEL_BACKEND)
    below = reverse("disclosure_desk:organizations")

    def order(by):
        return [state.organization.code for state in client.get(below, {"ordering": by}).context["page_obj"]]

    assert order("-signing") == ["QL07", "QL08"] and order("signing") == ["QL08", "QL07"]
    assert sorted(order("nonsense")) == ["QL07", "QL08"]


@pytest.mark.parametrize("name", ["draft", "organizations"])
def test_pages_of_an_office_are_not_there_for_others(client, school, name):
    client.force_login(school.people["leader1"], backend=MODEL_BACKEND)

    assert client.get(reverse(f"disclosure_desk:{name}")).status_code == 404


# The story of an item


def test_the_story_shows_editions_submissions_and_returns(office, school):
    submission = submit(school, title="伙食费", summary="十月")
    operations.send_back(
        submission=submission, signer=school.people["reviewer"], digest=submission.edition.digest, reason="月份不对"
    )
    page = type(submission.item).objects.get(pk=submission.item_id).get_latest_revision_as_object()
    page.summary = "十一月"
    page.save_revision(user=school.people["office"])
    page.current_workflow_state.resume(school.people["office"])
    story = html(office.get(reverse("disclosure_desk:item", args=[page.pk])))
    compare = reverse("disclosure_desk:compare", args=[page.pk, 1, 2])

    assert "Edition 2: 伙食费" in story and "月份不对" in story and compare in story
    response = office.get(compare)
    assert [(c.was, c.now) for c in response.context["changes"]] == [("十月", "十一月")]
    assert office.get(reverse("disclosure_desk:compare", args=[page.pk, 1, 9])).status_code == 404


def test_the_story_is_the_offices_alone(client, school):
    page = submit(school).item
    other = factories.school(bureau=school.bureau, code="QL08", prefix="b-")
    superior = school.bureau.bodies.get(kind="office").memberships.get().user
    for user in (school.people["leader1"], school.people["administrator"], other.people["office"], superior):
        client.force_login(user, backend=MODEL_BACKEND)
        assert client.get(reverse("disclosure_desk:item", args=[page.pk])).status_code == 404


def test_the_story_costs_as_many_queries_however_long_it_is(office, school):
    page = draft(school)
    posting = factories.posted(school, page)

    def queries():
        with CaptureQueriesContext(connection) as counted:
            html(office.get(reverse("disclosure_desk:item", args=[page.pk])))
        return len(counted)

    factories.corrected(school, posting)
    few = queries()
    factories.corrected(school, posting, summary="再改")
    factories.corrected(school, posting, summary="又改")
    assert queries() == few


# The explorer


def test_the_explorer_says_where_each_item_stands(office, school):
    factories.posted(school, draft(school, title="公示件"))
    submit(school, title="送审件")
    draft(school, title="草稿件")
    explorer = html(office.get(reverse("wagtailadmin_explore", args=[school.column.pk])))

    assert "up, without an end" in explorer
    assert "being signed by confidentiality reviewers (0 of 1)" in explorer


def test_the_explorer_costs_as_many_queries_however_many_items(office, school):
    explorer = reverse("wagtailadmin_explore", args=[school.column.pk])

    def more():
        factories.posted(school, draft(school))
        submit(school)
        draft(school)

    def queries():
        with CaptureQueriesContext(connection) as counted:
            html(office.get(explorer))
        return len(counted)

    more()
    queries()
    few = queries()
    more()
    more()
    assert queries() == few


# The editor


def test_the_editor_says_what_is_up_what_is_signed_and_what_the_draft_is(office, school):
    page = draft(school, title="伙食费", summary="十月")
    factories.posted(school, page)
    page = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    page.summary, page.change_note = "十一月", "更正月份"
    page.save_revision(user=school.people["office"])

    said = html(office.get(editor(page)))
    assert "Up: edition 1" in said and "The draft differs from edition 1" in said
    assert page.get_url() in said

    submission = factories.submitted(type(page).objects.get(pk=page.pk), school.people["office"])
    said = html(office.get(editor(page)))
    assert "Being signed: edition 2" in said
    assert reverse("disclosure_signoff:sign", args=[submission.pk]) in said
    assert reverse("disclosure_signoff:recall", args=[submission.pk]) in said
    assert "Nobody can change it until its office recalls it." in said
    assert "Being signed: it cannot be changed" in said


def test_only_who_may_withdraw_is_offered_it(client, school):
    page = draft(school)
    posting = factories.posted(school, page)
    withdraw = reverse("disclosure_changes:withdraw", args=[posting.pk])
    for who, offered in (("office", True), ("office2", False)):
        client.force_login(school.people[who], backend=MODEL_BACKEND)
        assert (withdraw in html(client.get(editor(page)))) is offered


def test_the_office_submits_for_signing_in_its_own_words(office, school):
    page = draft(school)

    said = html(office.get(editor(page)))
    assert "Submit for signing" in said and "moderation" not in said

    office.post(editor(page), form_data(office, page) | {"action-submit": "1"})
    assert page.submissions.count() == 1


def send(client, page):
    return client.post(editor(page), posting_forms.of_item(page) | {"action-submit": "1"}, follow=True)


def test_saving_and_submitting_stand_beside_each_other_with_what_comes_next(office, school):
    for address in (
        editor(draft(school)),
        reverse("wagtailadmin_pages:add", args=["disclosure", "itempage", school.column.pk]),
    ):
        foot = html(office.get(address)).split("<footer")[1].split("</footer>")[0]
        assert "action-save" in foot and 'name="action-submit"' in foot
        assert "w-dropdown" not in foot
        assert "保密审查" in foot


def test_who_submits_is_back_at_the_desk_and_reads_for_whom_it_waits(office, school):
    answer = send(office, draft(school, title="十月伙食"))
    assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_home")
    (message,) = [str(message) for message in answer.context["messages"]]
    assert "十月伙食" in message and "保密审查" in message


def test_the_checklist_never_offers_what_cannot_be_done(office, school):
    page = draft(school)
    assert "it can be submitted" in html(office.get(editor(page)))
    submission = factories.submitted(page, school.people["office"])
    signing = html(office.get(editor(page)))
    assert "it can be submitted" not in signing
    assert "Recall it first" in signing
    operations.send_back(
        submission=submission, signer=school.people["reviewer"], digest=submission.edition.digest, reason="重报"
    )
    returned = html(office.get(editor(page)))
    assert "nothing in the draft has been changed yet" in returned
    assert "it can be submitted" not in returned


def test_the_checklist_keeps_step_with_what_is_saved_while_one_types(office, school):
    page = draft(school)
    answer = office.post(
        editor(page), posting_forms.of_item(page) | {"summary": ""}, headers={"Accept": "application/json"}
    )
    partials = answer.json()["html"]
    assert "#disclosure-checklist" in partials and "#disclosure-sheets" in partials
    assert "#id_summary" in partials


def test_a_returned_item_is_submitted_again_from_the_editor(office, school):
    submission = submit(school)
    operations.send_back(
        submission=submission, signer=school.people["reviewer"], digest=submission.edition.digest, reason="月份不对"
    )
    page = submission.item

    said = html(office.get(editor(page)))
    assert "月份不对" in said and "Submit for signing" in said and "Restart" not in said

    office.post(editor(page), form_data(office, page) | {"action-submit": "1", "summary": "改过"})
    assert page.submissions.count() == 2


def form_data(client, page):
    """What the browser would send of the editor as it stands."""
    form = client.get(editor(page)).context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name not in ("body", "attachments", "topics")}
    return data | {"topics": "", "body-count": "0", "attachments-count": "0"}
