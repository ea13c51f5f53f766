"""Tables as clerks have them: what is read, and how each fault is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.items import tables
from disclosure.items.cells import CellRefused, Kind, some_day
from disclosure.items.tables import CellFault, Column, lines, read, read_free

COLUMNS = (
    Column("item", "项目", required=True, also=("收费项目",)),
    Column("standard", "标准", Kind.STANDARD, required=True),
    Column("unit", "计费单位"),
)


def rows(table):
    return [{key: value for key, value in row.items() if key != "line"} for row in table.rows]


def test_without_headings_columns_stand_in_order():
    table = read(lines("作业本费\t18.5\t元／生\n午餐费\t免收"), COLUMNS)
    assert table.all_faults() == []
    assert rows(table) == [
        {"item": "作业本费", "standard": "18.50", "unit": "元／生"},
        {"item": "午餐费", "standard": "免收", "unit": ""},
    ]


def test_headings_may_stand_in_any_order_below_a_title():
    table = read(lines("2026年秋季收费公示\n\n计费单位（元）\t收费项目\t标准\n元／生\t作业本费\t１８"), COLUMNS)
    assert rows(table) == [{"item": "作业本费", "standard": "18", "unit": "元／生"}]
    assert [fault.line for fault in table.left_out] == [1]


def test_each_fault_names_row_and_column():
    table = read(lines("项目\t标准\n作业本费\t18.5.0\n\n\t12\n午餐费\t"), COLUMNS)
    assert [(fault.line, fault.column) for fault in table.faults] == [(2, "标准"), (4, "项目"), (5, "标准")]


def test_unknown_columns_are_named_and_never_dropped_silently():
    table = read(lines("序号\t项目\t标准\n1\t作业本费\t18.5"), COLUMNS)
    assert rows(table) == [{"item": "作业本费", "standard": "18.50", "unit": ""}]
    assert [(fault.line, fault.column) for fault in table.left_out] == [(1, "序号")]
    table = read(lines("作业本费\t18.5\t元\t多余"), COLUMNS)
    assert [fault.line for fault in table.left_out] == [1]


def test_a_missing_column_is_named():
    table = read(lines("项目\t计费单位\n作业本费\t元"), COLUMNS)
    assert [(fault.line, fault.column) for fault in table.faults] == [(1, "标准")]


def test_cells_of_several_lines_and_quotation_marks():
    (line,) = lines('"甲\n乙 ""丙"""\t1')
    assert line == tables.Line(1, ('甲 乙 "丙"', "1"))


@given(
    st.lists(st.lists(st.text("甲乙 ab1,\"'", max_size=5).map(lambda t: " ".join(t.split())), max_size=4), max_size=6)
)
def test_what_is_kept_reads_back_with_its_numbers(kept):
    assert lines(tables.text(kept)) == tables.numbered(kept)


@pytest.mark.parametrize(
    "typed", ["a\t" * 13 + "b", "x" * 301, "\n".join(["行"] * 501)], ids=["columns", "letters", "rows"]
)
def test_limits(typed):
    assert read_free(lines(typed)).faults


def test_a_free_table_names_its_columns():
    table = read_free(lines("姓名\t班级\n示例甲\t六（1）班\n示例乙"))
    assert (table.columns, table.rows) == (["姓名", "班级"], [["示例甲", "六（1）班"], ["示例乙", ""]])
    assert table.faults == []


def test_faults_of_a_free_table():
    table = read_free(lines("姓名\t姓名\n甲\t乙\t丙\n\t丁"))
    assert [(fault.line, fault.column) for fault in table.faults] == [(1, "姓名"), (2, ""), (3, "姓名")]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026年3月1日", "2026-03-01"),
        ("2026/3/1", "2026-03-01"),
        ("2026.3", "2026-03"),
        ("2026年3月", "2026-03"),
        ("２０２６年", "2026"),
        ("2026-03-01 00:00:00", "2026-03-01"),
    ],
)
def test_dates(typed, day):
    assert some_day(typed) == day


@pytest.mark.parametrize("typed", ["3月1日", "2026-13-01", "2026-02-30", "明年", "01/03/2026"])
def test_what_is_no_date(typed):
    with pytest.raises(CellRefused):
        some_day(typed)


def test_a_fault_of_the_whole_table_names_no_row():
    assert str(CellFault(0, "", "so")) == "so"
