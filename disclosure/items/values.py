"""What was typed into a block, read: its canonical value, and what is wrong with it. Pure; files are still numbers.

It sees the JSON that is stored, never Wagtail's block values: reading those changes them (findings §5).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from . import money, richtext, streams
from .accounts import Accounts
from .cells import Kind
from .tables import CellFault, Column, lines, read, read_free

Complaint = tuple[str, str]  # field of the block, sentence
MOST_PICTURES = 24


@dataclass
class Value:
    """The canonical value of a block, and what is wrong with what was typed."""

    content: object
    faults: list[Complaint] = field(default_factory=list)


def value(kind: str, raw) -> Value:
    """The block of type `kind` from its stored form. Raises KeyError for a type that is not known."""
    return KINDS[kind](raw)


def fee_columns() -> tuple[Column, ...]:
    """The columns of a fee schedule (P3.3)."""
    return (
        Column("item", _("Fee"), required=True, also=("收费项目", "项目", "项目名称", "名称")),
        Column("standard", _("Standard"), Kind.STANDARD, required=True, also=("标准", "收费标准", "金额")),
        Column("unit", _("Charged per"), also=("计费单位", "单位", "计量单位")),
        Column("basis", _("Basis"), also=("依据", "收费依据", "文件依据", "设立依据", "政策依据")),
        Column("approved_by", _("Approved by"), also=("批准机关", "批准单位", "审批机关", "批准部门")),
    )


def timeline_columns() -> tuple[Column, ...]:
    """The columns of a project's timeline (P4.4)."""
    return (
        Column("name", _("Stage"), required=True, also=("阶段", "节点", "环节", "工作内容")),
        Column("planned", _("Planned"), Kind.DATE, also=("计划", "计划时间", "计划日期", "计划完成")),
        Column("done", _("Done"), Kind.DATE, also=("完成", "完成时间", "完成日期", "实际完成", "实际时间")),
        Column("note", _("Remark"), also=("说明", "备注", "情况说明")),
    )


def _text(raw) -> Value:
    nodes = richtext.parse(raw or "")
    return Value(nodes, [] if nodes else [("", _("The text is empty."))])


def _fees(raw: dict) -> Value:
    table = read(lines(_words(raw, "rows")), fee_columns())
    found = _named(raw, "caption", _("Give the table a caption.")) + _table(table.all_faults(), table.rows)
    rows = [{key: cell for key, cell in row.items() if key != "line"} for row in table.rows]
    return Value({"caption": _line(raw, "caption"), "rows": rows, "note": _line(raw, "note")}, found)


def _accounts(raw: dict) -> Value:
    accounts = Accounts(lines(_words(raw, "rows")))
    found = _named(raw, "caption", _("Say in the caption which period the accounts are of."))
    found += _table(sorted([*accounts.faults, *accounts.left_out], key=lambda f: f.line), accounts.rows)
    content = {"caption": _line(raw, "caption"), **accounts.canonical(), "note": _line(raw, "note")}
    return Value(content, found)


def _persons(raw: dict) -> Value:
    table = read_free(lines(_words(raw, "rows")))
    found = _named(raw, "caption", _("Give the table a caption.")) + _table(table.faults, table.rows)
    content = {"caption": _line(raw, "caption"), "columns": table.columns, "rows": table.rows}
    return Value(content | {"note": _line(raw, "note")}, found)


def _award(raw: dict) -> Value:
    found = _named(raw, "subject", _("Say what was awarded or who was appointed to what."))
    found += _named(raw, "result", _("Say what the result is."))
    amount = ""
    if _line(raw, "amount"):
        try:
            amount = money.text(money.parse(_line(raw, "amount")))
        except money.NoAmount as refused:
            found.append(("amount", _("“%(typed)s”: %(why)s.") % {"typed": _line(raw, "amount"), "why": refused}))
    content = {key: _line(raw, key) for key in ("subject", "method", "decided_by")}
    content |= {key: _lines(raw, key) for key in ("result", "reason", "objection")}
    return Value(content | {"amount": amount, "decided_on": _day(raw, "decided_on")}, found)


COUNTS = ("entitled", "present", "in_favour", "against", "abstain", "not_voting")


def _votes(raw: dict) -> Value:
    counts = {key: _count(raw, key) for key in COUNTS}
    found = _named(raw, "meeting", _("Say which meeting it was."))
    found += _named(raw, "question", _("Say what was voted on."))
    found += [
        (key, _("Say how many.")) for key in ("present", "in_favour", "against", "abstain") if counts[key] is None
    ]
    given = {key: counts[key] or 0 for key in COUNTS}
    voted = given["in_favour"] + given["against"] + given["abstain"] + given["not_voting"]
    if counts["present"] is not None and voted != given["present"]:
        found.append(
            (
                "present",
                _("%(present)d were present, but for, against, abstained and not voting add up to %(sum)d.")
                % {"present": given["present"], "sum": voted},
            )
        )
    if counts["entitled"] is not None and given["present"] > given["entitled"]:
        found.append(("entitled", _("More were present than are entitled to vote.")))
    content = {"meeting": _line(raw, "meeting"), "question": _line(raw, "question"), "held_on": _day(raw, "held_on")}
    content |= given | {"entitled": counts["entitled"], "adopted": raw.get("result") != "rejected"}
    return Value(content | {"note": _lines(raw, "note")}, found)


def _timeline(raw: dict) -> Value:
    table = read(lines(_words(raw, "rows")), timeline_columns())
    found = _named(raw, "caption", _("Give the table a caption.")) + _table(table.all_faults(), table.rows)
    headings = {column.key: column.heading for column in timeline_columns()}
    for row in table.rows:
        if not row["planned"] and not row["done"]:
            fault = CellFault(row["line"], headings["planned"], _("say when it is planned, or when it was done"))
            found.append(("rows", str(fault)))
    rows = [{key: cell for key, cell in row.items() if key != "line"} for row in table.rows]
    return Value({"caption": _line(raw, "caption"), "rows": rows}, found)


def _pictures(raw: dict) -> Value:
    pictures, found = [], []
    for number, given in enumerate(streams.inner(raw.get("pictures")), start=1):
        if given.get("image") is None:
            found.append(("pictures", _("Picture %(number)d: choose a picture.") % {"number": number}))
        if not _line(given, "alt"):
            found.append(
                (
                    "pictures",
                    _("Picture %(number)d: describe what can be seen, for those who cannot see it.")
                    % {"number": number},
                )
            )
        pictures.append({"image": given.get("image"), "alt": _line(given, "alt"), "caption": _line(given, "caption")})
    if not pictures:
        found.append(("pictures", _("Choose at least one picture.")))
    if len(pictures) > MOST_PICTURES:
        found.append(("pictures", _("There are more than %(number)d pictures.") % {"number": MOST_PICTURES}))
    return Value({"caption": _line(raw, "caption"), "pictures": pictures}, found)


KINDS: dict[str, Callable[..., Value]] = {
    "text": _text,
    "fees": _fees,
    "accounts": _accounts,
    "persons": _persons,
    "award": _award,
    "votes": _votes,
    "timeline": _timeline,
    "pictures": _pictures,
}


def _table(faults: list[CellFault], rows: list) -> list[Complaint]:
    if not faults and not rows:
        return [("rows", _("The table is empty."))]
    return [("rows", str(fault)) for fault in faults]


def _named(raw: dict, key: str, sentence: str) -> list[Complaint]:
    return [] if _line(raw, key) else [(key, sentence)]


def _words(raw: dict, key: str) -> str:
    return str(raw.get(key) or "")


def _line(raw: dict, key: str) -> str:
    """A text of one line, its spaces as readers see them."""
    return " ".join(_words(raw, key).split())


def _lines(raw: dict, key: str) -> str:
    """A text of several lines; a form sends them with another line end than code does."""
    return "\n".join(" ".join(line.split()) for line in _words(raw, key).splitlines()).strip()


def _day(raw: dict, key: str) -> str | None:
    given = raw.get(key)
    return (given.isoformat() if isinstance(given, date) else str(given)) if given else None


def _count(raw: dict, key: str) -> int | None:
    given = raw.get(key)
    return None if given in (None, "") else int(given)
