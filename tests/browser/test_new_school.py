"""A new school: opened by the bureau, set up from a profile, its people invited by link, its first posting read."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from disclosure.items.models import ItemPage, Posting
from disclosure.organizations.models import Body, BodyKind, OrganizationPage
from disclosure.runner.proof.parts import prove
from tests import factories
from tests.browser import people
from tests.items.drafts import FEES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAME, TITLE = "柳条街小学", "柳条街小学2026年秋季学期收费"
PASSWORD = "liutiaojie-2026"
# who is put on the roster: kind of body → login name, full name
ROSTER = [
    (BodyKind.OFFICE, "wen", "文岚"),
    (BodyKind.REVIEWERS, "shen", "申知白"),
    (BodyKind.LEADING, "ling", "凌远"),
    (BodyKind.SUPERVISION, "jian", "简之"),
    (BodyKind.PRINCIPAL, "xiao", "萧然"),
]


def open_school(page) -> str:
    """The bureau's administrator opens it, and is shown the link for its first administrator."""
    page.goto(reverse("disclosure_organizations:open"))
    people.looked_at(page)
    said = {"title": NAME, "code": "QL09", "supervision_telephone": "0000-6009 1234"}
    more = {"administrator": "方小满", "administrator_email": "fang@example.com"}
    for name, value in (said | more).items():
        page.fill(f"[name={name}]", value)
    page.locator("main form button[type=submit]").last.click()
    return shown_link(page)


def shown_link(page) -> str:
    page.wait_for_selector("[data-w-clipboard-target=value]")
    people.looked_at(page)
    return page.input_value("[data-w-clipboard-target=value]")


def accept(page, link: str, username: str) -> None:
    """Open the link, choose a password, and be at the desk."""
    page.context.clear_cookies()
    page.goto("/" + link.split("/", 3)[3])
    people.looked_at(page)
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.locator("#new button[type=submit]").click()
    page.wait_for_selector(".desk")


def install(page, school) -> None:
    """From the desk to the set-up page, and on to the profile for schools."""
    people.looked_at(page)
    page.click("#setup .desk-link")
    people.looked_at(page)
    page.click(f"main a[href='{reverse('disclosure_profiles:choose', args=[school.pk])}']")
    people.looked_at(page)
    page.click("#principal-school a.button, a[href$='/principal-school/']")
    page.wait_for_selector("main form button[type=submit]")
    people.looked_at(page)
    page.locator("main form[method=post] button[type=submit]").first.click()
    page.wait_for_url("**/installed/")
    people.looked_at(page)


def invite(page, school, kind, username, name) -> str:
    """Put somebody on the roster; the link that is shown is handed over."""
    body = Body.objects.get(organization=school, kind=kind)
    page.goto(reverse("disclosure_organizations:member_add", args=[school.pk, body.pk]))
    page.fill("[name=name]", name)
    page.select_option("[name=role]", "head")
    page.fill("[name=email]", f"{username}@example.com")
    page.locator("main form button[type=submit]").last.click()
    return shown_link(page)


def first_draft(page) -> None:
    page.locator(".desk-actions a", has_text="起草").first.click()
    page.wait_for_selector(".desk-columns")
    people.looked_at(page)
    page.locator(".desk-columns").get_by_role("link", name="收费公开", exact=True).click()
    page.fill("#id_title", TITLE)
    page.select_option("#id_entry", page.locator("#id_entry option", has_text="收费项目和标准").get_attribute("value"))
    people.pick(page, "formed_on", "2026-11-20")
    page.fill("#id_summary", "本学期共收两项。")
    people.add_block(page, "body", "收费")
    page.fill("[name$='-value-caption']", "2026年秋季学期")
    people.paste(page, FEES)
    people.submit(page)


def test_a_new_school_is_opened_set_up_and_posts(new_page, hand):
    bureau = factories.organization(code="QL", title="青澜区教育局")
    keepers = factories.body(bureau, BodyKind.ADMINISTRATORS, name="局管理员")
    factories.member(keepers, factories.person("bureau-admin", name="局管"))
    desk, phone = new_page(), new_page(phone=True)

    link = open_school(people.enter(desk, "bureau-admin"))
    school = OrganizationPage.objects.get(code="QL09")
    accept(desk, link, "fang")
    install(desk, school)
    links = [(username, invite(desk, school, *who)) for who in ROSTER for username in [who[1]]]
    desk.goto(reverse("disclosure_organizations:roster", args=[school.pk]))
    people.looked_at(desk)
    for username, link in links:
        accept(phone, link, username)
    assert get_user_model().objects.filter(disclosure_memberships__body__organization=school).count() == 1 + len(ROSTER)

    people.enter(desk, "wen", PASSWORD)
    first_draft(desk)
    assert ItemPage.objects.get().submissions.filter(outcome=None).exists()
    for username in ("shen", "ling", "jian", "xiao"):
        people.sign(people.enter(phone, username, PASSWORD), password=PASSWORD)
    posting = Posting.objects.get()
    visitor = new_page(phone=True)
    visitor.goto(reverse("disclosure:item", args=[posting.index.text]))
    assert TITLE in visitor.inner_text("h1")
    assert "0000-6009" in visitor.inner_text("footer")
    people.looked_at(visitor)
    assert [fault for _part, report in prove() for fault in report.faults if "QL09" in fault] == []
