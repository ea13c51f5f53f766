"""What a profile says, typed and frozen. Lengths are those of the models that its values are installed into.

Five files: `profile.yaml` (a mapping); `bodies.yaml`, `columns.yaml`, `catalog.yaml`, `route.yaml` (lists).
What one object cannot know of another (does the column exist?) is asked by `checks`.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from ..catalog.models import AfterEnd, Attribute, Retention
from ..catalog.rules import RequiredBlock
from ..organizations.models import BodyKind, QuorumRule

DEFAULT_ROUTE = "default"

Form = Literal["review", "signature"]

SLUG_FORM = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
CODE_FORM = r"^[A-Z][A-Z0-9]{0,5}$"
NUMBER_FORM = r"^[1-9][0-9]?(\.[1-9][0-9]?){0,2}$"

Slug = Annotated[str, StringConstraints(pattern=SLUG_FORM, max_length=60)]
Code = Annotated[str, StringConstraints(pattern=CODE_FORM)]
Number = Annotated[str, StringConstraints(pattern=NUMBER_FORM)]


def _text(longest: int):
    return Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=longest)]


Line = _text(120)
Short = _text(80)
Note = _text(300)
Paragraph = _text(2000)


def _wrong(kind: str, field: str) -> PydanticCustomError:
    """What a rule over several fields finds; `reasons` has its sentence, and `field` is where it stands."""
    return PydanticCustomError(kind, "see reasons", {"field": field})


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Frozen):
    """The plan that a profile puts into force."""

    plan: Short
    title: Line


class Header(Frozen):
    name: Slug
    title: Line
    version: int = Field(ge=1, le=9999)
    domain: Short
    unit_kind: Short
    catalog: Line
    source: Source
    summary: Paragraph


class Quorum(Frozen):
    """How many of a body must sign; `number` where the rule counts."""

    rule: QuorumRule
    number: int | None = Field(default=None, ge=1, le=99)

    @model_validator(mode="after")
    def counted(self):
        counts = self.rule in {QuorumRule.NUMBER, QuorumRule.HEAD_PLUS}
        if counts and self.number is None:
            raise _wrong("quorum_needs_number", "number")
        if not counts and self.number is not None:
            raise _wrong("quorum_takes_no_number", "number")
        return self


class BodySpec(Frozen):
    """领导小组、监督小组、办公室… `quote` where the plan itself gives the duties; `roles`: who heads it."""

    kind: BodyKind
    name: Short
    duties: Paragraph
    quorum: Quorum
    roles: Note | None = None
    quote: Paragraph | None = None
    plan_ref: Short | None = None


class SubColumn(Frozen):
    code: Code
    title: Short
    description: _text(200)


class ColumnSpec(SubColumn):
    children: tuple[SubColumn, ...] = ()


class Threshold(Frozen):
    """An amount in yuan, from which on more is asked (P10.7)."""

    amount: Decimal = Field(gt=0, max_digits=14, decimal_places=2)
    note: Note


class Minimum(Frozen):
    """A minimum posting period in days, with its source beside it: a default that an organization can change."""

    days: int = Field(ge=1, le=3650)
    note: Note


class EntrySpec(Frozen):
    """One line of the catalogue, with the sentence of the plan that it comes from."""

    number: Number
    name: Line
    content: Paragraph
    column: Code
    attribute: Attribute = Attribute.PROACTIVE
    ground: _text(200) | None = None
    department: Short
    legal_basis: Note | None = None
    route: Slug | None = None
    threshold: Threshold | None = None
    minimum: Minimum | None = None
    after_end: AfterEnd = AfterEnd.KEEP
    retention: Retention = Retention.YEARS_10
    required_blocks: tuple[RequiredBlock, ...] = ()
    rhythm: Short | None = None
    quote: Paragraph
    plan_ref: Short

    @model_validator(mode="after")
    def grounded(self):
        if self.attribute == Attribute.EXEMPT and self.ground is None:
            raise _wrong("ground_missing", "ground")
        if self.attribute == Attribute.PROACTIVE and self.ground is not None:
            raise _wrong("ground_without_need", "ground")
        return self


class StepSpec(Frozen):
    body: BodyKind
    title: Short
    form: Form = "signature"


class RouteSpec(Frozen):
    """审签路线: what is signed by whom, in this order."""

    name: Slug
    title: Short
    steps: tuple[StepSpec, ...] = Field(min_length=1)
    quote: Paragraph | None = None
    plan_ref: Short | None = None


class Profile(Header):
    """A whole regime."""

    bodies: tuple[BodySpec, ...]
    columns: tuple[ColumnSpec, ...]
    entries: tuple[EntrySpec, ...]
    routes: tuple[RouteSpec, ...]
