"""The two regimes that are shipped say what their plans say."""

import re
import unicodedata
from pathlib import Path

import pytest

from disclosure.catalog.rules import RequiredBlock
from disclosure.items.blocks import ItemBody
from disclosure.organizations.models import BodyKind
from disclosure.profiles import loader

PLANS = Path(__file__).parent / "plans"
NAMES = ["high-school", "principal-school"]


def bare(text: str) -> str:
    """Text without regard to the width of punctuation and to line breaks: the plans were printed half-width."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def quotes(name):
    profile = loader.load(name)
    quoted = [*profile.bodies, *profile.entries, *profile.routes]
    return [(part, part.quote) for part in quoted if part.quote]


def test_both_are_there():
    assert loader.available() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_quote_stands_in_the_plan(name):
    plan = bare((PLANS / f"{loader.load(name).source.plan}.txt").read_text())
    missing = [quote for _, quote in quotes(name) if bare(quote) not in plan]
    assert missing == []


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_quotes_its_plan_and_names_who_answers(name):
    assert all(entry.quote and entry.plan_ref and entry.department for entry in loader.load(name).entries)


@pytest.mark.parametrize("name", NAMES)
def test_the_route_is_that_of_p10_with_the_review_in_front(name):
    (route,) = loader.load(name).routes
    assert [(step.body, step.form) for step in route.steps] == [
        (BodyKind.REVIEWERS, "review"),
        (BodyKind.LEADING, "signature"),
        (BodyKind.SUPERVISION, "signature"),
        (BodyKind.PRINCIPAL, "signature"),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_of_body_has_its_duties(name):
    assert {body.kind for body in loader.load(name).bodies} == set(BodyKind)


@pytest.mark.parametrize("name", NAMES)
def test_lists_of_persons_do_not_stay_after_their_period(name):
    for entry in loader.load(name).entries:
        if entry.minimum and {"persons", "award"} & set(entry.required_blocks) and "采购" not in entry.content:
            assert entry.after_end == "remove", entry.number


@pytest.mark.parametrize("name", NAMES)
def test_every_column_without_children_holds_entries(name):
    profile = loader.load(name)
    leaves = {child.code for column in profile.columns for child in column.children or [column]}
    assert leaves == {entry.column for entry in profile.entries}


def test_high_school_has_the_two_levels_of_columns_that_the_plan_names():
    (top,) = loader.load("high-school").columns
    assert top.title == "校务公开"
    assert [child.title for child in top.children] == ["组织领导", "办学规划", "管理制度", "招生收费", "其他"]


def test_high_school_has_the_fifteen_contents():
    numbers = [entry.number.split(".")[0] for entry in loader.load("high-school").entries]
    assert list(dict.fromkeys(numbers)) == [str(n) for n in range(1, 16)]


def test_principal_school_has_all_contents_of_the_plan():
    numbers = [entry.number.split(".")[0] for entry in loader.load("principal-school").entries]
    counts = {chapter: numbers.count(chapter) for chapter in dict.fromkeys(numbers)}
    assert counts == dict(zip(map(str, range(1, 15)), [1, 6, 12, 5, 1, 4, 8, 3, 3, 6, 4, 5, 5, 2], strict=True))


def test_the_threshold_of_large_spending_is_data_with_the_words_of_the_plan():
    (entry,) = [entry for entry in loader.load("principal-school").entries if entry.threshold]
    assert str(entry.threshold.amount) == "5000.00"
    assert "几千元" in entry.quote
    assert "几千元" in entry.threshold.note


def test_an_entry_can_demand_exactly_the_parts_that_an_item_can_have():
    assert set(RequiredBlock) == {*ItemBody().child_blocks, "attachments"}


@pytest.mark.parametrize("name", NAMES)
def test_no_line_end_became_a_space_between_chinese_words(name):
    text = loader.load(name).model_dump_json()
    assert re.findall(r"[一-鿿，。；：、）] +[一-鿿（]", text) == []


@pytest.mark.parametrize("plan", ["P6", "P10"])
def test_no_name_of_a_person_stands_in_the_plans_kept_here(plan):
    text = (PLANS / f"{plan}.txt").read_text()
    assert not re.search(r"(组成|由)[:：]?[一-鿿]{2,3}(、[一-鿿]{2,3})+", text)
    assert not re.search(r"[一-鿿]{2,3}同志(任|负责)", re.sub("「……」", "", text).replace("由以下同志", ""))
