"""Drawn money and stages: whole, within the picture, and never instead of the table."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from disclosure.items import charts
from disclosure.items.parts import present_block
from tests.standing import english

__all__ = ["english"]

AMOUNTS = st.lists(
    st.tuples(st.text(min_size=1, max_size=60), st.decimals(-(10**9), 10**11, places=2), st.just("1.00")), min_size=1
)


def side(*groups) -> dict:
    made = [
        {
            "name": name,
            "rows": [{"name": row, "amount": amount} for row, amount in rows],
            "subtotal": str(sum(Decimal(amount) for _row, amount in rows)),
        }
        for name, rows in groups
    ]
    return {"groups": made, "total": str(sum(Decimal(group["subtotal"]) for group in made))}


def accounts(income: dict, expense: dict) -> dict:
    return {"caption": "", "income": income, "expense": expense, "balance": "0.00", "note": ""}


def drawn(kind: str, value: dict) -> str:
    part = present_block(kind, value, "part-1", lambda file: "")
    return render_to_string(part.template, {"value": part.value})


@given(AMOUNTS)
def test_bars_stand_below_each_other_within_the_picture_and_no_name_is_shortened(amounts):
    chart = charts.bars(amounts, max(amount for _name, amount, _said in amounts))
    bottom = 0
    for (name, amount, _said), row in zip(amounts, chart.rows, strict=True):
        assert "".join(text for _y, text in row.lines) == name
        assert bottom < row.lines[0][0] <= row.said_at < row.y < chart.height
        assert 0 <= Decimal(row.width) <= charts.WIDTH
        assert (Decimal(row.width) > 0) <= (amount > 0)
        bottom = row.y + charts.BAR


@pytest.mark.usefixtures("english")
def test_accounts_are_drawn_by_group_on_one_scale_above_their_table():
    income = side(("餐费", [("一", "75.00"), ("二", "25.00")]), ("利息", [("三", "50.00")]))
    html = drawn("accounts", accounts(income, side(("", [("食材", "200.00")]))))
    assert html.index("</svg>") < html.index("<table")
    assert [html.count(f'width="{width}"') for width in ("180.0", "90.0", "360.0")] == [1, 1, 1]
    assert "<title" in html
    assert "Total income 150.00 yuan; most of it 餐费, 100.00 yuan. All amounts are in the table.</desc>" in html
    assert "style=" not in html


def test_what_is_seen_at_a_glance_or_is_too_much_is_not_drawn():
    few = accounts(side(("", [("一", "1.00")])), side(("", [("二", "1.00")])))
    many = accounts(side(("", [(f"{n}", "1.00") for n in range(40)])), side())
    nothing = accounts(side(("", [("一", "0.00"), ("二", "0.00"), ("三", "-1.00")])), side())
    assert not any("<svg" in drawn("accounts", value) for value in (few, many, nothing))


def stage(name: str, planned: str, done: str) -> dict:
    return {"name": name, "planned": planned, "done": done, "note": ""}


def test_stages_stand_on_one_line_of_time_planned_and_done():
    rows = [stage("立项", "2026", "2026-01-01"), stage("招标", "2026-03", ""), stage("验收", "", "2026-12-31")]
    html = drawn("timeline", {"caption": "", "rows": rows})
    assert (html.count("c-ring"), html.count("c-dot")) == (2, 2)
    assert 'cx="8.0"' in html
    assert 'cx="352.0"' in html
    assert "<svg" not in drawn("timeline", {"caption": "", "rows": rows[:1]})
    assert "<svg" not in drawn("timeline", {"caption": "", "rows": [stage(name, "2026", "") for name in "甲乙丙"]})
