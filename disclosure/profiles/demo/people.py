"""The demo's organizations and people: a bureau, two schools with their profiles, everyone on their rosters."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import yaml
from django.contrib.auth import get_user_model
from wagtail.models import Page, Site

from ...board.models import CollectionPage
from ...core import ledger
from ...organizations import operations as rosters
from ...organizations.models import Body, Membership, OrganizationPage
from .. import loader
from ..operations import install

HERE = Path(__file__).parent
PASSWORD = "disclosure-demo"
BUREAU = "QL"  # its code
KEEPER = {"account": "admin", "name": "乔一诺", "password": True}
FRAME = (
    "code",
    "slug",
    "title",
    "short_name",
    "address",
    "office_name",
    "telephone",
    "supervision_telephone",
    "opening_hours",
    "email",
)
FOOT = ("site_code", "icp_number", "police_number")


@dataclass
class Unit:
    """An organization of the demo, and the accounts that work in it by kind of body, in the order of its roster."""

    page: OrganizationPage
    accounts: dict[str, list] = field(default_factory=dict)


def settle(began: datetime, now: datetime) -> dict[str, Unit]:
    """Open the bureau and its schools as at `began`; units by code. Terms that end do so reckoned from `now`."""
    plan = yaml.safe_load((HERE / "organizations.yaml").read_text(encoding="utf-8"))
    bureau = _open(Site.objects.get(is_default_site=True).root_page, plan["bureau"])
    for body in plan["bureau"]["bodies"]:
        Body.objects.create(organization=bureau.page, **body)
    _seat(bureau, plan["bureau"]["members"], began, now)
    units = {bureau.page.code: bureau}
    for school in plan["schools"]:
        unit = units[school["code"]] = _open(bureau.page, school)
        install(loader.load(school["profile"]), unit.page)
        _seat(unit, school["members"], began, now)
    for said in plan["collections"]:
        place = OrganizationPage.objects.get(code=said.pop("at"))
        place.add_child(instance=CollectionPage(live=True, of=place, **said))
    return units


def _open(parent: Page, plan: dict) -> Unit:
    page = OrganizationPage(live=True, **{name: plan.get(name, "") for name in (*FRAME, *FOOT)})
    parent.add_child(instance=page)
    page.save_revision().publish()
    return Unit(page)


def _seat(unit: Unit, members: list[dict], began: datetime, now: datetime) -> None:
    bodies = {body.kind: body for body in Body.objects.filter(organization=unit.page)}
    keeper = _account(KEEPER)
    for member in members:
        user = _account(member)
        seat = rosters.add_member(
            by=keeper,
            body=bodies[member["body"]],
            name=member["name"],
            role=member["role"],
            position=member["position"],
            since=began,
            until=_until(member, now),
        )
        if user:
            _join(seat, user)
            unit.accounts.setdefault(member["body"], []).append(user)


def _join(seat: Membership, user) -> None:
    """As by an invitation that was accepted at once; the demo sends none."""
    seat.user = user
    seat.save(update_fields=["user"])
    data = {"body": seat.body_id, "user": user.pk}
    ledger.record(seat.body.organization.chain, "roster.joined", actor=user, subject=f"membership:{seat.pk}", data=data)


def _account(member: dict):
    if "account" not in member:
        return None
    user, made = get_user_model().objects.get_or_create(
        username=member["account"],
        defaults={
            "first_name": member["name"],
            "email": f"{member['account']}@qinglan.example",
            "is_superuser": member["account"] == "admin",
        },
    )
    if made:
        user.set_password(PASSWORD) if member.get("password") else user.set_unusable_password()
        user.save()
    return user


def _until(member: dict, now: datetime) -> datetime | None:
    if "until_in_days" in member:
        return now + timedelta(days=member["until_in_days"])
    if "ended_days_ago" in member:
        return now - timedelta(days=member["ended_days_ago"])
    return None
