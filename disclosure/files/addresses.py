"""Private addresses of kept files: for one person, for twelve hours, within the admin."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from ..core import clock

SALT = "disclosure.files.private"
LIFE = timedelta(hours=12)


def private_address(user, file: dict) -> str:
    """The address at which `user` alone reads `file` (sha256, name, type) before anyone else may, for twelve hours."""
    token = signing.dumps(
        {
            "user": user.pk,
            "sha256": file["sha256"],
            "type": file["type"],
            "attachment": "width" not in file,
            "until": int((clock.now() + LIFE).timestamp()),
        },
        salt=SALT,
    )
    return reverse("disclosure_files:private", args=[token, file["name"]])


def read(token: str, user) -> dict | None:
    """What `token` says; None where it was made for somebody else, is over, or was not made here."""
    try:
        said = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    if said["user"] != user.pk or said["until"] <= clock.now().timestamp():
        return None
    return said
