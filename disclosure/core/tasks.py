"""Work that waits for nobody: delivering what is owed. The outbox row is the debt; a task only delivers it.

A task that was lost (a killed worker) costs nothing: what is unsent is handed over again.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django_tasks import task

from . import outbox
from .models import OutboxMail

TAKEN_FOR = timedelta(minutes=10)
AT_ONCE = 200


@task()
def deliver(pk: int) -> bool:
    """Send one message of the outbox, unless it was sent meanwhile."""
    mail = outbox.unsent().filter(pk=pk).first()
    return bool(mail) and outbox.send(mail)


def hand_over(at: datetime) -> int:
    """Enqueue what is due at `at`, each once: it counts as taken until a task has had time to try it."""
    handed = 0
    for mail in outbox.due(at)[:AT_ONCE]:
        with transaction.atomic():
            mine = OutboxMail.objects.filter(pk=mail.pk, sent_at=None, next_attempt_at=mail.next_attempt_at)
            if mine.update(next_attempt_at=at + TAKEN_FOR):
                deliver.enqueue(mail.pk)
                handed += 1
    return handed
