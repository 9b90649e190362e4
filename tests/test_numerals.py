"""Numerals, held against cn2an."""

import cn2an
import pytest

from cmfacts.finders.numerals import number


def test_agrees_with_cn2an():
    assert [value for value in range(10_000) if number(cn2an.an2cn(value, "low")) != value] == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("23", 23), ("二〇二〇", 2020), ("二零零八", 2008), ("廿三", 23), ("卅一", 31), ("十", 10), ("两百", 200),
        ("一百零五", 105), ("一万二千", 12000), ("2〇", 20),
    ],
)  # fmt: skip
def test_number(text, value):
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "年", "三年", "2.5", "-1", "十月"])
def test_no_number(text):
    assert number(text) is None
