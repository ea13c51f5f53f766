"""Every model of the add-on, re-exported: Django finds models here, and `makemigrations` drops what is forgotten."""

from .accounts.models import Tries
from .board.models import CollectionPage
from .catalog.models import Catalog, CatalogEntry, ColumnPage
from .changes.models import Confirmation
from .core.models import Chain, Change, LedgerEntry, OutboxMail
from .files.models import KeptFile, KeptPicture
from .filing.models import Filing, Receipt
from .items.models import (
    Closing,
    Edition,
    EditionContent,
    EditionFile,
    EditionTopic,
    IndexNumber,
    ItemPage,
    ItemTopic,
    Permit,
    Posting,
    Topic,
)
from .organizations.models import Body, Invitation, Membership, OrganizationPage
from .runner.models import Heartbeat, Told
from .search.models import Indexed, Text
from .signoff.models import Outcome, PaperEnd, PaperSignature, Signature, Submission
from .signoff.tasks import SignatureStep, SignatureTaskState

__all__ = [
    "Body",
    "Catalog",
    "CatalogEntry",
    "Chain",
    "Change",
    "Closing",
    "CollectionPage",
    "ColumnPage",
    "Confirmation",
    "Edition",
    "EditionContent",
    "EditionFile",
    "EditionTopic",
    "Filing",
    "Heartbeat",
    "IndexNumber",
    "Indexed",
    "Invitation",
    "ItemPage",
    "ItemTopic",
    "KeptFile",
    "KeptPicture",
    "LedgerEntry",
    "Membership",
    "OrganizationPage",
    "OutboxMail",
    "Outcome",
    "PaperEnd",
    "PaperSignature",
    "Permit",
    "Posting",
    "Receipt",
    "Signature",
    "SignatureStep",
    "SignatureTaskState",
    "Submission",
    "Text",
    "Told",
    "Topic",
    "Tries",
]
