"""Rules of decisions taken after a posting was made: pure."""

from datetime import datetime, timedelta

# A decision taken alone in an emergency is confirmed by both groups within this time, or it is flagged (P10.1).
CONFIRM_WITHIN = timedelta(days=3)


def confirm_by(decided_at: datetime) -> datetime:
    """The moment from which a confirmation is overdue."""
    return decided_at + CONFIRM_WITHIN
