"""Money as people type it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.items import money


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1,234.50", "1234.50"),
        ("¥1234.5", "1234.50"),
        ("￥1，234．50元", "1234.50"),
        ("１２３４", "1234.00"),
        (" 12 元整 ", "12.00"),
        ("人民币300元", "300.00"),
        ("-0", "0.00"),
        ("−5.1", "-5.10"),
        ("(300.00)", "-300.00"),
        ("0.10", "0.10"),
        ("12.3400", "12.34"),
    ],
)
def test_each_spelling(typed, amount):
    assert money.text(money.parse(typed)) == amount


@pytest.mark.parametrize(
    "typed", ["", "12o", "1,23.00", "1.234", "12元3角", "1.2万", "一百", "1e5", "NaN", "9999999999999", "1 - 2", "--1"]
)
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(money.NoAmount):
        money.parse(typed)


@given(st.decimals(-(10**11), 10**11, places=2))
def test_what_is_shown_reads_back(amount):
    assert money.parse(money.shown(amount)) == amount
    assert Decimal(money.text(amount)) == amount
