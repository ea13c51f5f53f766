"""How a member gets an account: by a link, once, within seven days.

The database holds the link's hash alone; the link itself follows from the invitation and the installation's secret
key, so that it can be shown and printed as long as it is open. Making one never asks whether the address is known:
form, answer and mail are the same. An account that exists joins only when its owner has signed in and accepts.
"""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from ..core import clock, ledger, outbox
from ..core.models import Chain
from . import rights
from .exceptions import (
    AddressInvited,
    AddressTaken,
    AlreadyMember,
    AnotherAccount,
    AnotherName,
    HasAccount,
    InvitationExpired,
    InvitationOver,
    InvitationRevoked,
    InvitationUsed,
    NameTaken,
    TermOver,
)
from .models import Invitation, Membership
from .operations import lock

OPEN_FOR = timedelta(days=7)
LENGTH = 40  # hexadecimal digits: 160 bits


@transaction.atomic
def invite(*, by, membership: Membership, email: str) -> Invitation:
    """Invite the owner of `email` to take this member's place; what was open before is revoked.

    Raises NotAdministrator, HasAccount, TermOver, AddressInvited.
    """
    organization = membership.body.organization
    lock(by, organization)
    member = Membership.objects.select_related("body__organization").get(pk=membership.pk)
    now = clock.now()
    if member.user_id is not None:
        raise HasAccount()
    if member.until is not None and member.until <= now:
        raise TermOver()
    _check_address(organization, member, email.strip(), now)
    member.invitations.filter(used_at=None, revoked_at=None).update(revoked_at=now)
    invitation = Invitation(
        membership=member,
        email=email.strip(),
        created_by=by,
        created_at=now,
        expires_at=now + OPEN_FOR,
        token_hash=secrets.token_hex(32),  # until its own number is known
    )
    invitation.save()
    invitation.token_hash = _hash(token(invitation))
    invitation.save(update_fields=["token_hash"])
    _record(invitation, "roster.invited", by)
    _owe(invitation, organization)
    return invitation


def _check_address(organization, member: Membership, email: str, now) -> None:
    """One address, one person: what is open in this organization its administrator sees anyway."""
    open_here = Invitation.objects.filter(
        membership__body__organization=organization,
        email__iexact=email,
        used_at=None,
        revoked_at=None,
        expires_at__gt=now,
    )
    other = open_here.exclude(membership__name=member.name).select_related("membership").first()
    if other:
        raise AddressInvited(name=other.membership.name)


@transaction.atomic
def revoke(*, by, invitation: Invitation) -> None:
    """Take an open invitation back. Raises NotAdministrator, InvitationOver."""
    lock(by, invitation.membership.body.organization)
    invitation = _open(Invitation.objects.filter(pk=invitation.pk))
    invitation.revoked_at = clock.now()
    invitation.save(update_fields=["revoked_at"])
    _record(invitation, "roster.invitation_revoked", by)


def token(invitation: Invitation) -> str:
    """The link's secret: for those who may show it, never stored."""
    value = f"{invitation.pk}:{invitation.membership_id}:{invitation.created_at.timestamp()}"
    return salted_hmac("disclosure.invitation", value, algorithm="sha256").hexdigest()[:LENGTH]


def read(secret: str) -> Invitation:
    """The open invitation behind a link. Raises InvitationOver: used, revoked, expired, or none at all."""
    return _open(Invitation.objects.filter(token_hash=_hash(secret)))


def used_by(secret: str, user) -> bool:
    """Whether it was `user` who used this link."""
    taken = Invitation.objects.filter(token_hash=_hash(secret), used_at__isnull=False, membership__user=user.pk)
    return user.is_authenticated and taken.exists()


@transaction.atomic
def join_new(*, secret: str, username: str, password: str) -> Membership:
    """Make an account and take the member's place with it. `password` has been validated.

    Raises InvitationOver, NameTaken; AddressTaken where the address has an account: its owner signs in.
    """
    Chain.objects.select_for_update().get(pk=ledger.installation().pk)  # one new account at a time
    invitation = _locked(secret)
    if known(invitation.email).exists():
        raise AddressTaken()
    users = get_user_model()._default_manager
    if users.filter(username__iexact=username).exists():
        raise NameTaken()
    user = users.create_user(
        username=username, email=invitation.email, password=password, first_name=invitation.membership.name
    )
    return _join(invitation, user)


@transaction.atomic
def join(*, secret: str, user) -> Membership:
    """Take the member's place with one's own account.

    Raises InvitationOver, AnotherAccount, AnotherName (an account without a name is in nobody else's), AlreadyMember.
    """
    invitation = _locked(secret)
    if not may_join(invitation, user):
        raise AnotherAccount()
    account, member = user.get_full_name(), invitation.membership.name
    if account and _plain(account) != _plain(member):
        raise AnotherName(account=account, member=member)
    return _join(invitation, user)


def may_join(invitation: Invitation, user) -> bool:
    """Where the address belongs to accounts, one of these; else whoever holds the link and signs in."""
    return known(invitation.email).filter(pk=user.pk).exists() or not known(invitation.email).exists()


def _plain(name: str) -> str:
    """A name without its spaces, which Chinese names are written with and without."""
    return "".join(name.split()).casefold()


def known(email: str):
    """The accounts of an address."""
    return get_user_model()._default_manager.filter(email__iexact=email)


def tell_owner(secret: str) -> None:
    """Someone tried to make a second account for an address that has one: its owner hears of it, once."""
    invitation = read(secret)
    outbox.owe(
        key=f"invitation-tried:{invitation.pk}",
        recipient=invitation.email,
        subject=_("Your invitation was opened"),
        body=_(
            "Someone opened the invitation to “%(body)s” (%(organization)s) and tried to make a new account for your "
            "address. Nothing was made: you have an account. Sign in with it and accept there, or let it be.\n"
        )
        % {"body": invitation.membership.body.name, "organization": invitation.membership.body.organization.title},
    )


def link(invitation: Invitation) -> str:
    """The whole address, as it stands in the mail, on the screen and in the square code."""
    return outbox.address(reverse("disclosure_invitation:answer", args=[token(invitation)]))


def _owe(invitation: Invitation, organization) -> None:
    member = invitation.membership
    outbox.owe(
        key=f"{outbox.CONFIDENTIAL}invitation:{invitation.pk}",
        recipient=invitation.email,
        subject=_("Invitation: %(body)s, %(organization)s")
        % {"body": member.body.name, "organization": organization.title},
        body=_(
            "%(name)s, %(organization)s has put you on its roster, in “%(body)s”. With an account you do that work on "
            "the notice board.\n\nOpen this link once, by %(day)s:\n%(link)s\n\n"
            "If you have an account already, sign in there and accept. If you know nothing of this, let it be: "
            "nothing happens without you.\n"
        )
        % {
            "name": member.name,
            "organization": organization.title,
            "body": member.body.name,
            "day": formats.date_format(timezone.localtime(invitation.expires_at), "DATETIME_FORMAT"),
            "link": link(invitation),
        },
    )


def _join(invitation: Invitation, user) -> Membership:
    member = invitation.membership
    body = member.body
    active = body.memberships.active(max(member.since, clock.now()))
    if active.filter(user=user).exists():
        raise AlreadyMember()
    invitation.used_at = clock.now()
    invitation.save(update_fields=["used_at"])
    member.user = user
    member.save(update_fields=["user"])
    rights.forget(user)
    _record(invitation, "roster.joined", user)
    return member


def _locked(secret: str) -> Invitation:
    """The open invitation, under the lock of its roster: of two who use one link at once, the second finds it used."""
    found = Invitation.objects.filter(token_hash=_hash(secret))
    ledger.lock(_open(found).membership.body.organization.chain)
    return _open(found)


def _open(found) -> Invitation:
    invitation = found.select_related("membership__body__organization", "created_by").first()
    if invitation is None:
        raise InvitationOver()
    if invitation.used_at:
        raise InvitationUsed()
    if invitation.revoked_at:
        raise InvitationRevoked()
    if invitation.expires_at <= clock.now():
        raise InvitationExpired()
    return invitation


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _record(invitation: Invitation, kind: str, actor) -> None:
    member = invitation.membership
    ledger.record(
        member.body.organization.chain,
        kind,
        actor=actor,
        subject=f"membership:{member.pk}",
        data={"invitation": invitation.pk, "body": member.body_id, "user": member.user_id},
    )
