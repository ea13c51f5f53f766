"""Drafts with every kind of part, as code writes them."""

from datetime import date
from decimal import Decimal

from tests import factories
from tests.items.library import document, image

FEES = (
    "收费项目\t收费标准\t计费单位\t依据\t批准机关\n作业本费\t18.5\t元／生·学期\t青教财〔2024〕7号\t区教育局\n学费\t免收"
)
ACCOUNTS = "收入\t伙食费\t学生伙食费\t91,280.00\n\t\t教师伙食费\t5400\n支出\t食材\t粮油\t30,000.50"
PERSONS = "姓名\t班级\n示例甲\t六（1）班\n示例乙\t六（2）班"
TIMELINE = "阶段\t计划\t完成\t说明\n开工\t2026-03\t2026年3月5日\t已备案\n竣工\t2026-12-31"


def parts(school) -> list[tuple]:
    """One block of each kind."""
    return [
        ("text", "<h3>说明</h3><p>本学期<b>共收</b>两项。</p><ul><li>自愿</li></ul>"),
        ("fees", {"caption": "2026年秋季学期", "rows": FEES, "note": ""}),
        ("accounts", {"caption": "食堂，2026年10月", "rows": ACCOUNTS, "note": "结余转下月"}),
        ("persons", {"caption": "推荐人选", "rows": PERSONS, "note": ""}),
        (
            "award",
            {
                "subject": "图书馆家具",
                "method": "询价",
                "result": "示例家具公司",
                "amount": "86,400",
                "decided_by": "",
                "decided_on": date(2026, 9, 24),
                "reason": "",
                "objection": "",
            },
        ),
        (
            "votes",
            {
                "meeting": "校务会",
                "held_on": None,
                "question": "同意采购",
                "entitled": 10,
                "present": 9,
                "in_favour": 7,
                "against": 1,
                "abstain": 1,
                "not_voting": None,
                "result": "adopted",
                "note": "",
            },
        ),
        ("timeline", {"caption": "进度", "rows": TIMELINE}),
        (
            "pictures",
            {
                "caption": "",
                "pictures": [{"image": image(school.organization), "alt": "操场平面图", "caption": "示意"}],
            },
        ),
    ]


def full(school, **fields):
    """A draft with every part, an attachment, topics, terms; its office wrote it."""
    page = factories.item(
        school.column,
        by=school.people["office"],
        **{
            "title": "全部内容",
            "summary": "第一行\r\n第二行",
            "amount": Decimal("120.5"),
            "body": parts(school),
            "attachments": [("file", {"document": document(school.organization), "title": "明细"})],
            "wish_begins_at": factories.moment("2026-12-01 08:00"),
            "wish_days": 30,
            **fields,
        },
    )
    page.topics.add("食堂", "收费")
    page.save()
    page.save_revision(user=school.people["office"])
    return type(page).objects.get(pk=page.pk)
