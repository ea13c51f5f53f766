"""Whatever is wrong with a profile is refused with file, line and field."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from disclosure.profiles import loader
from disclosure.profiles.exceptions import ProfileError, UnknownProfile

PROFILE = """\
name: small-office
title: 小机关
version: 1
domain: 政务公开
unit_kind: 机关
catalog: 公开目录
source:
  plan: P0
  title: 方案
summary: 一句话。
"""
BODIES = """\
- kind: reviewers
  name: 保密审查员
  duties: 先审查、后公开。
  quorum: {rule: one}
- kind: principal
  name: 负责人
  duties: 签发。
  quorum:
    rule: number
    number: 1
"""
COLUMNS = """\
- code: SF
  title: 收费
  description: 收费项目和标准。
- code: QT
  title: 其他
  description: 其他事项。
  children:
    - code: QTA
      title: 通知
      description: 各种通知。
"""
CATALOG = """\
- number: 1
  name: 收费项目
  content: 项目和标准。
  column: SF
  department: 财务科
  quote: 公开收费。
  plan_ref: 第一条
- number: 3.10
  name: 个人账户
  content: 只对本人。
  column: QTA
  attribute: exempt
  ground: 个人隐私
  department: 财务科
  threshold:
    amount: 5000.00
    note: 默认
  quote: 不公开。
  plan_ref: 第二条
"""
ROUTE = """\
- name: default
  title: 路线
  steps:
    - body: reviewers
      title: 保密审查
      form: review
    - body: principal
      title: 签发
"""
FILES = {
    "profile.yaml": PROFILE,
    "bodies.yaml": BODIES,
    "columns.yaml": COLUMNS,
    "catalog.yaml": CATALOG,
    "route.yaml": ROUTE,
}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "small-office"
    place.mkdir()
    for name, text in FILES.items():
        (place / name).write_text(text)
    return place


def faults(folder):
    with pytest.raises(ProfileError) as caught:
        loader.read_profile(folder)
    return caught.value.faults


def test_the_small_profile_is_sound(folder):
    profile = loader.load("small-office", folder.parent)
    assert [entry.number for entry in profile.entries] == ["1", "3.10"]
    assert str(profile.entries[1].threshold.amount) == "5000.00"


CASES = {
    "missing field": (
        "catalog.yaml",
        "  department: 财务科\n  quote: 公",
        "  quote: 公",
        1,
        "item 1, department",
        "is missing",
    ),
    "unknown field": (
        "bodies.yaml",
        "  duties: 签发。",
        "  duties: 签发。\n  dutys: 写错。",
        8,
        "item 2, dutys",
        "is not a field",
    ),
    "key written twice": ("profile.yaml", "version: 1", "title: 又一个", 3, "title", "the first time on line 2"),
    "empty value": ("columns.yaml", "title: 其他", "title:", 5, "item 2, title", "is empty"),
    "unknown attribute": ("catalog.yaml", "exempt", "secret", 12, "item 2, attribute", "proactive, on_request, exempt"),
    "unknown kind of body": (
        "bodies.yaml",
        "kind: principal",
        "kind: boss",
        5,
        "item 2, kind",
        "must be one of office",
    ),
    "unknown form": ("route.yaml", "form: review", "form: vote", 6, "item 1, steps, item 1, form", "review, signature"),
    "unknown block": (
        "catalog.yaml",
        "quote: 不",
        "required_blocks: [fees, pie]\n  quote: 不",
        18,
        "item 2, required_blocks, item 2",
        "one of text",
    ),
    "malformed code": ("columns.yaml", "code: SF", "code: sf", 1, "item 1, code", "capital letters"),
    "malformed number": ("catalog.yaml", "number: 1\n", "number: 一\n", 1, "item 1, number", "such as 3 or 3.2"),
    "malformed name": ("route.yaml", "name: default", "name: Default Route", 1, "item 1, name", "small letters"),
    "version is no number": ("profile.yaml", "version: 1", "version: 1.0.2", 3, "version", "whole number"),
    "version below one": ("profile.yaml", "version: 1", "version: 0", 3, "version", "at least 1"),
    "amount is no amount": ("catalog.yaml", "5000.00", "几千", 16, "item 2, threshold, amount", "such as 5000.00"),
    "amount too fine": ("catalog.yaml", "5000.00", "5000.001", 16, "item 2, threshold, amount", "two decimals"),
    "amount not above zero": ("catalog.yaml", "5000.00", "0", 16, "item 2, threshold, amount", "more than 0"),
    "amount not finite": ("catalog.yaml", "5000.00", "NaN", 16, "item 2, threshold, amount", "such as 5000.00"),
    "text too long": ("profile.yaml", "小机关", "长" * 121, 2, "title", "longer than 120"),
    "rule without its number": ("bodies.yaml", "    number: 1\n", "", 8, "item 2, quorum, number", "is needed"),
    "rule with a number": ("bodies.yaml", "rule: number", "rule: all", 10, "item 2, quorum, number", "no meaning"),
    "exempt without ground": (
        "catalog.yaml",
        "  ground: 个人隐私\n",
        "",
        8,
        "item 2, ground",
        "is needed for what is exempt",
    ),
    "proactive with ground": (
        "catalog.yaml",
        "  attribute: exempt\n",
        "",
        12,
        "item 2, ground",
        "no meaning for what is disclosed",
    ),
    "list where fields belong": (
        "bodies.yaml",
        "quorum: {rule: one}",
        "quorum: [one]",
        4,
        "item 1, quorum",
        "must hold fields",
    ),
    "text where a list belongs": ("columns.yaml", COLUMNS, "校务公开", 1, "the whole file", "must be a list"),
    "fields where text belongs": (
        "profile.yaml",
        "domain: 政务公开",
        "domain: {zh: 政务}",
        4,
        "domain",
        "must be text",
    ),
    "no steps": ("route.yaml", ROUTE[ROUTE.index("    -") :], "    []\n", 3, "item 1, steps", "at least one item"),
    "unknown column": ("catalog.yaml", "column: QTA", "column: QTB", 11, "item 2, column", "there is no column “QTB”"),
    "unknown route": (
        "catalog.yaml",
        "  quote: 公",
        "  route: short\n  quote: 公",
        6,
        "item 1, route",
        "there is no route “short”",
    ),
    "code used twice": (
        "columns.yaml",
        "code: QTA",
        "code: SF",
        8,
        "item 2, children, item 1, code",
        "is used already",
    ),
    "number used twice": ("catalog.yaml", "3.10", "1", 8, "item 2, number", "used already, by item 1"),
    "kind used twice": (
        "bodies.yaml",
        "kind: principal",
        "kind: reviewers",
        5,
        "item 2, kind",
        "used already, by item 1",
    ),
    "body without roster": (
        "route.yaml",
        "body: principal",
        "body: leading",
        7,
        "item 1, steps, item 2, body",
        "in bodies.yaml",
    ),
    "body that does not sign": (
        "route.yaml",
        "body: principal",
        "body: office",
        7,
        "item 1, steps, item 2, body",
        "does not sign",
    ),
    "body that signs twice": (
        "route.yaml",
        "body: principal",
        "body: reviewers",
        7,
        "item 1, steps, item 2, body",
        "has a step of this route already",
    ),
    "no review in front": (
        "route.yaml",
        "form: review",
        "form: signature",
        6,
        "item 1, steps, item 1, form",
        "confidentiality review",
    ),
    "no default route": ("route.yaml", "name: default", "name: other", 1, "the whole file", "must be named “default”"),
    "name of another folder": ("profile.yaml", "small-office", "large-office", 1, "name", "name of its folder"),
    "alias": ("profile.yaml", "domain: 政务公开", "domain: &d 政务\nunit: *d", 5, "the whole file", "aliases"),
    "tag": ("profile.yaml", "version: 1", "version: !!int 1", 3, "version", "tags"),
    "key that is no word": ("profile.yaml", "version: 1", "? [a, b]\n: 1", 3, "the whole file", "a key must be a word"),
    "nested without end": (
        "profile.yaml",
        "domain: 政务公开",
        "domain: " + "[" * 50 + "]" * 50,
        4,
        "the whole file",
        "too deeply",
    ),
    "broken yaml": ("route.yaml", "title: 路线", "title: '路线", 9, "the whole file", "is not YAML that can be read"),
    "control character": ("route.yaml", "title: 路线", "title: \x07", 2, "the whole file", "UTF-8"),
    "empty file": ("columns.yaml", COLUMNS, "# nothing\n", 1, "the whole file", "is empty"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_fault_names_file_line_and_field(folder, case):
    file, old, new, line, field, reason = CASES[case]
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1))
    fault = faults(folder)[0]
    assert (fault.file, fault.line, fault.field) == (file, line, field)
    assert reason in fault.reason
    assert str(fault) == f"{file}, line {line}, {field}: {fault.reason}"


def test_bytes_that_are_no_utf8_are_named_by_line(folder):
    (folder / "profile.yaml").write_bytes(PROFILE.encode().replace("小机关".encode(), b"\xff"))
    assert (faults(folder)[0].file, faults(folder)[0].line) == ("profile.yaml", 2)


def test_a_file_that_is_missing_is_named(folder):
    (folder / "bodies.yaml").unlink()
    assert str(faults(folder)[0]) == "bodies.yaml, line 1, the whole file: this file is missing"


def test_a_file_too_large_is_refused(folder):
    (folder / "bodies.yaml").write_text("# " + "x" * 600_000)
    assert "larger" in faults(folder)[0].reason


def test_all_faults_of_all_files_are_told_at_once(folder):
    (folder / "bodies.yaml").write_text(BODIES.replace("  duties: 签发。\n", "").replace("kind: reviewers", "kind: x"))
    (folder / "route.yaml").write_text(ROUTE.replace("title: 签发", "titel: 签发"))
    found = [(fault.file, fault.line, fault.field) for fault in faults(folder)]
    assert found == [
        ("bodies.yaml", 1, "item 1, kind"),
        ("bodies.yaml", 5, "item 2, duties"),
        ("route.yaml", 7, "item 1, steps, item 2, title"),
        ("route.yaml", 8, "item 1, steps, item 2, titel"),
    ]


def test_an_unknown_name_is_refused_with_the_names_there_are():
    with pytest.raises(UnknownProfile, match="high-school, principal-school"):
        loader.load("../etc")


@given(file=st.sampled_from(sorted(FILES)), place=st.floats(0, 1), junk=st.text(max_size=8), cut=st.integers(0, 12))
def test_whatever_is_typed_into_a_file_is_read_or_refused_with_its_place(tmp_path_factory, file, place, junk, cut):
    folder = tmp_path_factory.mktemp("typed") / "small-office"
    folder.mkdir()
    for name, text in FILES.items():
        at = int(place * len(text))
        changed = text[:at] + junk + text[at + cut :] if name == file else text
        (folder / name).write_bytes(changed.encode("utf-8", "surrogatepass"))
    try:
        with translation.override("en"):
            loader.read_profile(folder)
    except ProfileError as error:
        found = error.faults
    else:
        return
    lines = max((folder / name).read_bytes().count(b"\n") + 1 for name in FILES)
    assert found
    assert all(fault.reason and 1 <= fault.line <= lines for fault in found)
