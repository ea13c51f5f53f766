"""Income and expense: what is computed, and what typed totals are held against."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.items.accounts import Accounts
from disclosure.items.money import text
from disclosure.items.tables import lines

FULL = """收支\t类别\t项目\t金额
收入\t课后服务费\t基本托管\t73,440.00
\t\t素质拓展\t100,880.00
\t\t小计\t174,320.00
\t代收费\t作业本费\t19,129.00
\t\t小计\t19,129.00
\t\t合计\t193,449.00
支出\t课后服务\t教师补助\t98,640.00
\t支出合计\t\t98,640.00
结余\t\t\t94,809.00
"""

SECTIONS = """项目\t金额
一、收入
（一）财政补助
生均公用经费\t86500
专项补助\t2,000
小计\t88500
二、支出：
水电费\t186.40
支出合计\t186.4
"""

FOLDED = """食堂收支
收入项目\t金额\t支出项目\t金额
伙食费\t1000\t食材\t700
补助\t200\t人工\t300
合计\t1200\t合计\t1000
"""


def read(typed):
    return Accounts(lines(typed))


def test_groups_subtotals_totals_and_balance():
    accounts = read(FULL)
    assert accounts.faults == []
    assert accounts.canonical() == {
        "income": {
            "groups": [
                {
                    "name": "课后服务费",
                    "rows": [{"name": "基本托管", "amount": "73440.00"}, {"name": "素质拓展", "amount": "100880.00"}],
                    "subtotal": "174320.00",
                },
                {"name": "代收费", "rows": [{"name": "作业本费", "amount": "19129.00"}], "subtotal": "19129.00"},
            ],
            "total": "193449.00",
        },
        "expense": {
            "groups": [
                {"name": "课后服务", "rows": [{"name": "教师补助", "amount": "98640.00"}], "subtotal": "98640.00"}
            ],
            "total": "98640.00",
        },
        "balance": "94809.00",
    }


def test_sides_and_groups_named_by_rows_of_their_own():
    accounts = read(SECTIONS)
    assert accounts.faults == []
    assert accounts.rows == [
        ("income", "财政补助", "生均公用经费", Decimal("86500.00")),
        ("income", "财政补助", "专项补助", Decimal("2000.00")),
        ("expense", "", "水电费", Decimal("186.40")),
    ]


def test_income_on_the_left_and_expense_on_the_right():
    accounts = read(FOLDED)
    assert [str(fault) for fault in accounts.faults] == []
    assert (accounts.income.total, accounts.expense.total) == (Decimal(1200), Decimal(1000))


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [("174,320.00", "174,320.01", 4), ("193,449.00", "193,450.00", 7), ("94,809.00", "1.00", 10)],
)
def test_a_typed_total_that_does_not_add_up_is_named_with_both_numbers(old, new, line):
    (fault,) = read(FULL.replace(old, new)).faults
    assert fault.line == line
    assert new in str(fault)
    assert old in str(fault)


def test_a_deficit_may_be_typed_without_its_sign():
    assert read("收入\t\t甲\t100\n支出\t\t乙\t150\n赤字\t\t\t50").faults == []
    assert read("收入\t\t甲\t100\n支出\t\t乙\t150\n结余\t\t\t-50").faults == []


@pytest.mark.parametrize(
    ("typed", "line", "column"),
    [
        ("\t\t甲\t1", 1, 0),
        ("收入\t\t甲\t", 1, None),
        ("收入\t\t\t5", 1, 2),
        ("别的\t\t甲\t1", 1, 0),
        ("收入\t组\t甲\t", 1, 3),
        ("收入\t\t甲\t1\n\t\t乙\tx", 2, 3),
    ],
)
def test_faults_name_their_place(typed, line, column):
    from disclosure.items.accounts import columns

    faults = read(typed).faults
    if column is None:
        assert faults
    else:
        assert (faults[0].line, faults[0].column) == (line, str(columns()[column].heading))


AMOUNT = st.decimals(-(10**6), 10**6, places=2)
ROWS = st.lists(st.tuples(st.sampled_from("收支"), st.sampled_from(["", "甲", "乙"]), AMOUNT), min_size=1, max_size=12)


@given(ROWS)
def test_totals_are_the_sums_of_their_rows_whatever_the_order(typed):
    table = "\n".join(f"{side}\t{group}\t项\t{amount}" for side, group, amount in typed)
    accounts = read(table)
    assert accounts.faults == []
    for side, said in (("收", accounts.income), ("支", accounts.expense)):
        assert said.total == sum((a for s, _g, a in typed if s == side), Decimal(0))
        assert said.total == sum((said.subtotal(group) for group in said.groups), Decimal(0))
    assert accounts.canonical()["balance"] == text(accounts.income.total - accounts.expense.total)


@given(ROWS, st.decimals("0.01", 1000, places=2))
def test_any_wrong_total_is_refused(typed, off):
    rows = [("收", group, amount) for _side, group, amount in typed]
    total = sum((amount for _s, _g, amount in rows), Decimal(0))
    table = "\n".join(f"{side}\t{group}\t项\t{amount}" for side, group, amount in rows)
    assert read(f"{table}\n收入合计\t\t\t{total}").faults == []
    assert len(read(f"{table}\n收入合计\t\t\t{total + off}").faults) == 1


@pytest.mark.parametrize("name", ["结余", "本月结余", "期末余额", "收支差额", "收支相抵", "（三）本期结余", "当月余额"])
@pytest.mark.parametrize("row", ["{}\t\t\t{}", "\t{}\t\t{}", "\t\t{}\t{}", "支出\t\t{}\t{}"])
def test_what_is_left_over_is_never_an_expense(name, row):
    table = "收入\t\t甲\t100\n支出\t\t乙\t60\n"
    accounts = read(table + row.format(name, 40))
    assert accounts.faults == []
    wrong = read(table + row.format(name, 41))
    assert [fault.line for fault in wrong.faults] == [3]
    for found in (accounts, wrong):
        assert len(found.rows) == 2
        assert found.balance == Decimal(40)


@pytest.mark.parametrize("name", ["上月结余", "上期结余", "期初余额", "上年度结余"])
def test_what_was_brought_forward_is_a_row(name):
    accounts = read(f"收入\t\t{name}\t100\n支出\t\t乙\t60\n本月结余\t\t\t40")
    assert accounts.faults == []
    assert accounts.income.total == Decimal(100)


def test_a_row_that_is_refused_is_in_no_sum():
    accounts = read("收入\t\t甲\t100\n支出\t\t乙\t60\n别的\t\t丙\t7")
    assert len(accounts.faults) == 1
    assert (accounts.income.total, accounts.expense.total) == (Decimal(100), Decimal(60))


def test_the_sides_may_stand_in_the_column_of_groups():
    accounts = read("类别\t项目\t金额\n收入\t伙食费\t1000\n支出\t食材\t700\n支出\t人工\t200\n")
    assert accounts.faults == []
    assert accounts.rows[1] == ("expense", "", "食材", Decimal("700.00"))
