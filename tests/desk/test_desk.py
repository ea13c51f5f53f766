"""Each person starts at a desk of their own: what waits for them, and what to do where nothing does."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.changes import operations as changes
from disclosure.core import clock
from disclosure.desk.home import actions, parts_for
from disclosure.filing import operations as filing
from disclosure.organizations import rights
from disclosure.signoff import operations
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
HOME = reverse("wagtailadmin_home")
NOW = factories.moment("2026-11-24 09:00")


def bureau(school):
    return school.bureau.bodies.get(kind="office").memberships.get().user


def draft(school, **fields):
    return factories.item(school.column, by=school.people["office"], **fields)


def submit(school, **fields):
    return factories.submitted(draft(school, **fields), school.people["office"])


def part(user, key):
    rights.forget(user)
    return next((part for part in parts_for(user) if part.key == key), None)


def titles(user, key):
    found = part(user, key)
    return [row.title for row in found.rows] if found else None


# Signers


def test_a_signer_sees_what_waits_and_nothing_of_the_office(school):
    submit(school, title="伙食费")

    assert titles(school.people["reviewer"], "waiting") == ["伙食费"]
    assert [p.key for p in parts_for(school.people["reviewer"])] == ["waiting"]
    assert titles(school.people["leader1"], "waiting") == []


def test_an_empty_desk_says_so(school):
    assert "Nothing waits" in part(school.people["leader1"], "waiting").empty


def test_since_when_it_waits(school):
    with clock.moved(NOW - timedelta(days=2)):
        submit(school)

    assert part(school.people["reviewer"], "waiting").rows[0].lines[1] == "since 22 Nov, 09:00, 2 days ago"


def test_what_waits_longest_comes_first_and_the_list_is_bounded(school):
    for day in range(10):
        with clock.moved(NOW - timedelta(days=10 - day)):
            submit(school, title=f"第{day}件")

    found = part(school.people["reviewer"], "waiting")

    assert [row.title for row in found.rows][:2] == ["第0件", "第1件"]
    assert (len(found.rows), found.total, found.hidden) == (8, 10, 2)


def test_a_withdrawal_waits_for_its_confirmation(school):
    posting = factories.posted(school, draft(school, title="收费标准"))
    changes.withdraw(posting=posting, by=school.people["principal"], explanation="数字有误")

    assert titles(school.people["leader1"], "confirm") == ["收费标准"]
    assert titles(school.people["supervisor2"], "confirm") == ["收费标准"]
    with clock.moved(NOW + timedelta(days=30)):
        row = part(school.people["leader1"], "confirm").rows[0]
        assert row.urgent and row.lines[1].startswith("overdue:")
        assert titles(school.people["office"], "unconfirmed") == ["收费标准", "收费标准"]


# The principal


def test_a_principal_sees_what_is_up_and_takes_it_down(client, school):
    posting = factories.posted(school, draft(school, title="收费标准"))
    principal = school.people["principal"]
    client.force_login(principal, backend=MODEL_BACKEND)
    withdraw = reverse("disclosure_changes:withdraw", args=[posting.pk])

    assert titles(principal, "up") == ["收费标准"]
    assert withdraw in client.get(HOME).content.decode()
    assert [titles(school.people[who], "up") for who in ("leader1", "office2")] == [None, None]
    changes.withdraw(posting=posting, by=principal, explanation="数字有误")
    assert titles(principal, "up") == []


# The office


def test_the_office_sees_drafts_what_it_sent_and_what_came_back(school):
    draft(school, title="草稿件")
    submit(school, title="送审件")
    back = submit(school, title="退回件")
    operations.send_back(
        submission=back, signer=school.people["reviewer"], digest=back.edition.digest, reason="数字不符"
    )
    office = school.people["office"]

    assert titles(office, "drafts") == ["草稿件"]
    assert titles(office, "sent") == ["退回件", "送审件"]
    assert [(row.title, row.reason) for row in part(office, "returned").rows] == [("退回件", "数字不符")]
    assert titles(school.people["office2"], "returned") == ["退回件"]
    assert [row.reason for row in part(school.people["reviewer"], "sent-back").rows] == ["数字不符"]
    assert part(school.people["leader1"], "sent-back") is None
    assert titles(school.people["office2"], "sent") == ["送审件"]


def test_what_came_back_leaves_the_desk_when_it_is_submitted_again(school):
    back = submit(school)
    operations.send_back(
        submission=back, signer=school.people["reviewer"], digest=back.edition.digest, reason="数字不符"
    )
    type(back.item).objects.get(pk=back.item_id).current_workflow_state.resume(school.people["office"])

    assert titles(school.people["office"], "returned") is None


def test_a_new_clerk_is_shown_the_way(school):
    office = school.people["office"]

    assert part(office, "drafts").empty
    assert [action.url for action in actions(office)] == [reverse("disclosure_desk:draft")]
    assert actions(school.people["principal"]) == []


def test_what_comes_down_within_seven_days(school):
    factories.posted(school, draft(school, title="快到期", wish_days=5))
    factories.posted(school, draft(school, title="还早", wish_days=30))

    assert titles(school.people["office"], "ending") == ["快到期"]


def test_an_office_sees_nothing_of_the_organizations_below(school):
    draft(school, title="学校草稿")
    submit(school, title="学校送审")

    assert titles(bureau(school), "drafts") == [] and titles(bureau(school), "sent") == []


# The superior


def test_the_superior_acknowledges_and_sees_its_organizations_in_numbers(school):
    filing.file(factories.posted(school, draft(school, title="收费标准")))
    submit(school)

    found = part(bureau(school), "below").rows[0]

    assert titles(bureau(school), "filings") == ["收费标准"]
    assert found.title == school.organization.title
    assert found.lines[0] == "up: 1; waiting: 0; being signed: 1; filings to acknowledge: 1"


# The page


@pytest.mark.parametrize("who", ["office", "reviewer", "leader1", "principal", "administrator"])
def test_the_desk_is_the_home_of_every_member(client, school, who):
    client.force_login(school.people[who], backend=MODEL_BACKEND)

    html = client.get(HOME).content.decode()

    assert '<div class="desk nice-padding">' in html
    assert "w-dashboard" not in html


def test_a_superuser_has_the_desk_above_wagtails_own(client, school):
    client.force_login(factories.person("root", is_superuser=True), backend=MODEL_BACKEND)

    html = client.get(HOME).content.decode()

    assert '<div class="desk' in html and "w-dashboard" in html


def test_other_editors_of_the_site_keep_wagtails_own(client, school):
    editor = factories.person("editor")
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor, backend=MODEL_BACKEND)

    html = client.get(HOME).content.decode()

    assert '<div class="desk' not in html and "w-dashboard" in html


def test_the_desk_costs_as_many_queries_however_much_is_on_it(client, school):
    def more():
        draft(school)
        factories.posted(school, draft(school, wish_days=3))
        back = submit(school)
        operations.send_back(
            submission=back, signer=school.people["reviewer"], digest=back.edition.digest, reason="重报"
        )
        submit(school)

    more()
    for who in ("office", "reviewer"):
        client.force_login(school.people[who], backend=MODEL_BACKEND)
        client.get(HOME)
        few = queries_of(client)
        more()
        more()
        assert queries_of(client) == few, who


def queries_of(client):
    with CaptureQueriesContext(connection) as counted:
        client.get(HOME)
    return len(counted)


# Administrators


def test_administrators_see_what_is_missing_and_the_way_there(school):
    school.bodies["principal"].memberships.update(until=NOW)

    row = part(school.people["administrator"], "setup").rows[0]

    assert row.url == reverse("disclosure_setup", args=[school.organization.pk])
    assert row.urgent and any("has no member with an account" in line for line in row.lines)


def test_nobody_else_is_shown_the_set_up(school):
    assert part(school.people["office"], "setup") is None
    assert part(school.people["principal"], "setup") is None
