"""What the page of components shows: one of each in each of its states, all invented, handed to the same templates."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from ..core import ends
from ..items import presentation
from ..items.differences import Difference, change
from ..items.phases import Phase
from ..search.rules import Passage
from ..signoff.models import OutcomeKind
from ..signoff.presentation import Block, Place, Step
from . import portlets, strip
from .notices import Hanging, groups
from .organization import Place as Entry
from .paging import Part
from .postings import State
from .rows import Row

INDEX = portlets.SAMPLE
HERE = "#parts"
DIGEST = "1d7fa3824b905b6bb802c945903c69fa35a7ea24ccc19a0f99dfbc21412d5ddc"
FIRST, TODAY, LAST = date(2026, 9, 1), date(2026, 9, 10), date(2026, 9, 16)
BEGAN = datetime(2026, 9, 1, 0, 0, tzinfo=UTC)
TITLE = "榆钱巷小学2026年秋季学期收费项目、收费标准以及上学期服务性收费和代收费收支情况公示"
CONTENT = {
    "title": TITLE,
    "summary": "本学期收费五项，其中三项自愿。\n标准与上学期相同。",
    "entry": {"number": "1.1", "name": "收费项目和标准"},
    "attribute": "proactive",
    "ground": "",
    "department": "总务处",
    "legal_basis": "教办〔2010〕15号第5项",
    "formed_on": "2026-08-30",
    "amount": "259.50",
    "topics": ["收费", "食堂"],
    "terms": {
        "from": None,
        "until": None,
        "days": 15,
        "minimum_days": 7,
        "after_end": "keep",
        "retention": "30y",
    },
    "correction": None,
    "blocks": [
        {"type": "text", "value": [["p", ["本学期", ["b", ["共收"]], "两项。"]], ["ul", [["li", ["自愿"]]]]]},
        {
            "type": "fees",
            "value": {
                "caption": "2026年秋季学期",
                "rows": [
                    {
                        "item": "学费",
                        "standard": "免收",
                        "unit": "",
                        "basis": "义务教育法第二条",
                        "approved_by": "国务院",
                    },
                    {
                        "item": "作业本费",
                        "standard": "18.50",
                        "unit": "元／生·学期",
                        "basis": "青教财〔2024〕7号",
                        "approved_by": "区教育局",
                    },
                ],
                "note": "自愿的项目另行告知。",
            },
        },
        {
            "type": "accounts",
            "value": {
                "caption": "食堂，2026年8月",
                "income": {
                    "groups": [
                        {"name": "伙食费", "rows": [{"name": "学生", "amount": "91280.00"}], "subtotal": "91280.00"},
                        {"name": "补助", "rows": [{"name": "区财政", "amount": "5400.00"}], "subtotal": "5400.00"},
                    ],
                    "total": "96680.00",
                },
                "expense": {
                    "groups": [
                        {
                            "name": "",
                            "rows": [
                                {"name": "食材", "amount": "70000.50"},
                                {"name": "食堂聘用人员的工资和保险", "amount": "22000.00"},
                            ],
                            "subtotal": "92000.50",
                        },
                    ],
                    "total": "92000.50",
                },
                "balance": "4679.50",
                "note": "结余转下月。",
            },
        },
        {
            "type": "persons",
            "value": {
                "caption": "推荐人选",
                "columns": ["姓名", "班级", "事由"],
                "rows": [["示例甲", "六（1）班", "三好学生"], ["示例乙", "六（2）班", "优秀学生干部"]],
                "note": "",
            },
        },
        {
            "type": "timeline",
            "value": {
                "caption": "操场改造",
                "rows": [
                    {"name": "立项", "planned": "2026-03", "done": "2026-03-20", "note": "区教育局批复"},
                    {"name": "施工", "planned": "2026-07-01", "done": "2026-07-06", "note": ""},
                    {"name": "验收", "planned": "2026-09-30", "done": "", "note": ""},
                ],
            },
        },
    ],
    "files": [
        {
            "title": "家长委员会关于午餐费的决议",
            "name": "wucan.pdf",
            "type": "application/pdf",
            "size": 219_000,
            "sha256": DIGEST,
        }
    ],
}


def edition() -> presentation.Presentation:
    """An edition with what most editions have."""
    return presentation.present(CONTENT, lambda file: HERE)


def hangings() -> list[Hanging]:
    """A posting strip in each state: under way, its last day, over, withdrawn, in cells of weeks, without an end."""
    spans = [
        (Phase.PUBLIC, strip.Days(FIRST, LAST, TODAY)),
        (Phase.PUBLIC, strip.Days(FIRST, LAST, LAST)),
        (Phase.ENDED, strip.Days(FIRST, LAST, LAST, over=True)),
        (Phase.WITHDRAWN, strip.Days(FIRST, LAST, TODAY, cut=date(2026, 9, 6))),
        (Phase.PUBLIC, strip.Days(FIRST, date(2027, 8, 31), TODAY)),
        (Phase.PUBLIC, strip.Days(FIRST, None, TODAY)),
    ]
    return [_hanging(phase, span) for phase, span in spans]


def _hanging(phase: Phase, span: strip.Days) -> Hanging:
    closed = BEGAN + (span.cut - span.first) if span.cut else None
    last = ends.End(BEGAN, span.last, ends.MIDNIGHT) if span.last else None
    return Hanging(phase=phase, begins=BEGAN, ends=last, closed=closed, days=span, strip=strip.strip(span))


def rows() -> list[Row]:
    """A posting of a list in each state."""
    states = [
        (State.CURRENT, strip.Days(FIRST, LAST, TODAY), False, None),
        (State.CURRENT, strip.Days(FIRST, LAST, LAST), True, Passage("……上学期的", "午餐费", "已按实际用餐退还……")),
        (State.CURRENT, strip.Days(FIRST, None, TODAY), False, None),
        (State.PAST, strip.Days(FIRST, LAST, LAST, over=True), False, None),
        (State.WITHDRAWN, strip.Days(FIRST, LAST, TODAY, cut=date(2026, 9, 6)), False, None),
    ]
    return [_row(*state) for state in states]


def _row(state: str, span: strip.Days, soon: bool, passage: Passage | None) -> Row:
    return Row(
        title=TITLE,
        address=HERE,
        index=INDEX["text"],
        organization="榆钱巷小学",
        column="收费公开",
        begins=BEGAN,
        until=ends.End(BEGAN, span.last, ends.MIDNIGHT) if span.last else None,
        state=state,
        soon=soon,
        days=span,
        mini=strip.mini(span) if state == State.CURRENT else None,
        passage=passage,
    )


def part() -> Part:
    """The second of three pages of a list."""
    return Part(rows=rows(), number=2, total=57, more_than_most=False, has_next=True)


def signed() -> Block:
    """A block that is complete, and one in which it is the reader's turn, after somebody has returned it."""
    at = BEGAN + timedelta(days=1)
    steps = [
        Step(0, "办公室提出", "一人，已签", "done", [_place("苗青禾", "办公室干事", "已签", mark="")]),
        Step(
            1,
            "领导小组讨论通过",
            "2／2，3 人中过半即可",
            "done",
            [
                _place("宋知远", "党支部书记", "已签", mark=""),
                _place("梁素文", "总务主任", "已签", mark="", note="2026年9月1日纸上签字，宋知远见证"),
                Place("邵长河", "教导主任", "未签"),
            ],
        ),
        Step(2, "主要领导签发", "一人，已签发", "done", [_place("沈砚清", "校长", "签发", mark="seal-last")]),
    ]
    outcome = SimpleNamespace(kind=OutcomeKind.GRANTED)
    return Block(_submission(), at, steps, outcome, SimpleNamespace(begins_at=BEGAN), "signs")


def being_signed() -> Block:
    """A block in which somebody has returned it, and one where it is the reader's turn."""
    steps = [
        Step(0, "办公室提出", "一人，已签", "done", [_place("苗青禾", "办公室干事", "已签", mark="")]),
        Step(1, "保密审查", "一人", "stopped", [_place("何静姝", "保密审查员", "退回", mark="seal-no", signed=False)]),
        Step(
            2,
            "监督小组审核",
            "0／2，2 人中全部",
            "now",
            [
                Place("彭小荷", "工会主席", "待签", note="轮到您签", you=True, to_sign=True),
                Place("卫东篱", "教职工代表", "待签", to_sign=True),
            ],
        ),
    ]
    return Block(_submission(), BEGAN, steps, anchor="signs-open")


def _place(name: str, title: str, seal: str, *, mark: str, note: str = "", signed: bool = True) -> Place:
    return Place(name, title, seal, mark, BEGAN, note, signed=signed)


def _submission():
    return SimpleNamespace(
        edition=SimpleNamespace(short_digest=f"{DIGEST[:4]} {DIGEST[4:8]}"),
        organization=SimpleNamespace(title="榆钱巷小学"),
    )


def places() -> list[Entry]:
    """Lines of an index."""
    return [Entry("收费公开", HERE, 12), Entry("财务公开", HERE, 0), Entry("意见与整改", HERE, 1)]


def digest() -> list[str]:
    return groups(DIGEST)


def differences() -> list[Difference]:
    """A line that was changed, one that is new, one that went."""
    return [
        change("午餐费", "每餐12元", "每餐11元"),
        change("附件", "", "家长委员会决议"),
        change("说明", "另行通知", ""),
    ]
