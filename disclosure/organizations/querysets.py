"""Questions to rosters, each at a moment."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q


class BodyQuerySet(models.QuerySet):
    def of(self, organization, *kinds):
        """The bodies of `organization`, of these kinds (all where none is given)."""
        bodies = self.filter(organization=organization)
        return bodies.filter(kind__in=kinds) if kinds else bodies


class MembershipQuerySet(models.QuerySet):
    def active(self, at: datetime):
        """Terms that run at `at`: since ≤ at < until."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)

    def ended(self, at: datetime):
        """Terms that are over at `at`. One that was struck out (until = since) never ran."""
        return self.filter(until__lte=at, until__gt=F("since"))

    def coming(self, at: datetime):
        """Terms that begin after `at`."""
        return self.filter(since__gt=at).exclude(until__lte=F("since"))

    def with_account(self):
        """Members who can sign in."""
        return self.filter(user__isnull=False, user__is_active=True)
