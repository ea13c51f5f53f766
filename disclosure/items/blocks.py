"""The parts of an item, in the order in which clerks need them. What each means is read by values.py.

A block is kept as it was typed: its faults keep an item from being submitted, never a draft from being saved.
"""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from . import accounts, values
from .widgets import SheetInput

SHEET_HELP = _(
    "Copy the cells in your spreadsheet and paste them into the first cell here. Up to 500 rows and 12 columns."
)


class SheetBlock(blocks.TextBlock):
    """A table as it is typed or pasted; `columns` answers its headings, none where the first row has them."""

    def __init__(self, columns=None, **kwargs):
        self.columns = columns
        super().__init__(**kwargs)

    @cached_property
    def field(self):
        field = super().field
        field.widget = SheetInput(columns=self.columns)
        field.strip = False
        return field

    def deconstruct(self):
        """For migrations it is a text, so that they remember nothing of this module."""
        _path, args, kwargs = super().deconstruct()
        kwargs.pop("columns", None)
        return "wagtail.blocks.TextBlock", args, kwargs


class PartBlock(blocks.StructBlock):
    """A part whose values are checked together once the item is to be submitted."""

    def clean(self, value):
        if self.is_deferred_validation:
            return super().clean(value)
        errors = {}
        try:
            value = super().clean(value)
        except blocks.StructBlockValidationError as invalid:
            errors = dict(invalid.block_errors)
        complaints: dict[str, list[str]] = {}
        for field, sentence in values.value(self.name, self.get_prep_value(value)).faults:
            complaints.setdefault(field, []).append(sentence)
        errors = {field: ValidationError(sentences) for field, sentences in complaints.items()} | errors
        if errors:
            raise blocks.StructBlockValidationError(errors)
        return value


def _caption(help_text=""):
    return blocks.CharBlock(label=_("Caption of the table"), max_length=120, help_text=help_text)


def _note():
    return blocks.CharBlock(label=_("Note"), required=False, max_length=300)


class FeesBlock(PartBlock):
    """亮牌收费 (P3.3)."""

    caption = _caption(_("For example: fees of the autumn term 2026."))
    rows = SheetBlock(columns=values.fee_columns, label=_("Fees"), help_text=SHEET_HELP)
    note = _note()

    class Meta:
        label = _("Fee schedule")
        icon = "table"


class AccountsBlock(PartBlock):
    """Income and expense that add up (P7.3)."""

    caption = _caption(_("The period, for example: canteen, October 2026."))
    rows = SheetBlock(
        columns=accounts.columns,
        label=_("Income and expense"),
        help_text=_(
            "One amount a row. Subtotals, totals and the balance are computed; those of your spreadsheet are checked. "
            "An empty cell for side or group means the same as above."
        ),
    )
    note = _note()

    class Meta:
        label = _("Income and expense")
        icon = "decimal"


class PersonsBlock(PartBlock):
    """A list of persons, with columns of its own (P6.7)."""

    caption = _caption(_("For example: candidates for membership."))
    rows = SheetBlock(
        label=_("List"),
        help_text=_(
            "The first row holds the headings. No identity numbers, addresses or telephone numbers of persons."
        ),
    )
    note = _note()

    class Meta:
        label = _("List of persons")
        icon = "group"


class AwardBlock(PartBlock):
    """What an award, a purchase or an appointment came to (P10.8)."""

    subject = blocks.CharBlock(label=_("Subject"), max_length=120)
    method = blocks.CharBlock(label=_("Method"), required=False, max_length=200)
    result = blocks.TextBlock(label=_("Outcome"), max_length=1000)
    amount = blocks.CharBlock(label=_("Amount in yuan"), required=False, max_length=30)
    decided_by = blocks.CharBlock(label=_("Deciding body"), required=False, max_length=120)
    decided_on = blocks.DateBlock(label=_("Date of the decision"), required=False)
    reason = blocks.TextBlock(label=_("Reasons"), required=False, max_length=1000)
    objection = blocks.TextBlock(
        label=_("Objections"), required=False, max_length=500, help_text=_("To whom, and until when.")
    )

    class Meta:
        label = _("Result of an award or appointment")
        icon = "success"


class VotesBlock(PartBlock):
    """The record of a meeting's vote (P2.1, P10.7)."""

    meeting = blocks.CharBlock(label=_("Meeting"), max_length=120)
    held_on = blocks.DateBlock(label=_("Held on"), required=False)
    question = blocks.CharBlock(label=_("Question"), max_length=300)
    entitled = blocks.IntegerBlock(label=_("Entitled to vote"), required=False, min_value=1)
    present = blocks.IntegerBlock(label=_("Present"), min_value=1)
    in_favour = blocks.IntegerBlock(label=_("In favour"), min_value=0)
    against = blocks.IntegerBlock(label=_("Against"), min_value=0)
    abstain = blocks.IntegerBlock(label=_("Abstained"), min_value=0)
    not_voting = blocks.IntegerBlock(
        label=_("Present, not voting"), required=False, min_value=0, help_text=_("Who withdrew from this vote.")
    )
    result = blocks.ChoiceBlock(
        label=_("Outcome"), choices=[("adopted", _("adopted")), ("rejected", _("not adopted"))], default="adopted"
    )
    note = blocks.TextBlock(label=_("Minutes"), required=False, max_length=2000)

    class Meta:
        label = _("Vote record")
        icon = "tasks"


class TimelineBlock(PartBlock):
    """A project with its stages (P4.4)."""

    caption = _caption()
    rows = SheetBlock(
        columns=values.timeline_columns,
        label=_("Stages"),
        help_text=_("Dates such as 2026-03-01, or a month such as 2026-03."),
    )

    class Meta:
        label = _("Project timeline")
        icon = "history"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("Description of the picture"),
        max_length=200,
        help_text=_("What can be seen, for those who cannot see it."),
    )
    caption = blocks.CharBlock(label=_("Caption of the picture"), required=False, max_length=200)

    class Meta:
        label = _("Picture")
        icon = "image"


class PicturesBlock(PartBlock):
    """Pictures of the library; they are kept without what the camera wrote into them."""

    caption = blocks.CharBlock(label=_("Heading of the pictures"), required=False, max_length=120)
    pictures = blocks.ListBlock(PictureBlock(), label=_("Pictures"), max_num=values.MOST_PICTURES)

    class Meta:
        label = _("Pictures")
        icon = "image"


class ItemBody(blocks.StreamBlock):
    """What an item may be made of. Text knows no links and embeds: nothing from outside the edition shows in it."""

    text = blocks.RichTextBlock(label=_("Body text"), icon="pilcrow", features=["h3", "h4", "bold", "ol", "ul", "hr"])
    fees = FeesBlock()
    accounts = AccountsBlock()
    persons = PersonsBlock()
    award = AwardBlock()
    votes = VotesBlock()
    timeline = TimelineBlock()
    pictures = PicturesBlock()

    class Meta:
        required = False


class AttachmentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=120, help_text=_("Left empty, it is the title of the document.")
    )

    class Meta:
        label = _("Attached file")
        icon = "doc-full"


class AttachmentList(blocks.StreamBlock):
    """Files that belong to an item."""

    file = AttachmentBlock()

    class Meta:
        required = False
        max_num = 30
