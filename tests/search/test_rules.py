"""What stands in a text is found, and nothing else: against a plain look into it."""

from hypothesis import given
from hypothesis import strategies as st

from disclosure.search import rules

LETTERS = "学校收费公示一二三四五，。ABab12 　，,.\n" + rules.GAP
TEXTS = st.text(alphabet=LETTERS, max_size=60)


def holds(text: str, word: str) -> bool:
    """As an index of pairs finds it: the pairs of the word, one after the other."""
    there, wanted = list(rules.pairs(rules.plain(text))), list(rules.pairs(word))
    return any(there[n : n + len(wanted)] == wanted for n in range(len(there)))


@given(TEXTS, TEXTS)
def test_pairs_find_what_stands_there_and_nothing_else(text, asked):
    for word in rules.words(asked):
        assert holds(text, word) == (word in rules.plain(text))


@given(TEXTS, st.data())
def test_whatever_is_copied_from_a_text_is_found_in_it(text, data):
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, len(text)))
    piece = text[begin:end]
    if rules.GAP not in piece:
        for word in rules.words(piece):
            assert holds(text, word)


@given(TEXTS, TEXTS)
def test_a_passage_marks_what_was_asked_for(text, asked):
    for word in rules.words(asked):
        passage = rules.passage(text, word)
        if passage is not None:
            assert rules.plain(passage.found) == word


def test_width_case_spaces_and_commas_make_no_difference():
    assert rules.plain("ＱＬ０７ 收 费\n１，２８０．００元") == "ql07收费1280.00元"
    assert rules.plain("Annual Report 2026") == f"annual{rules.GAP}report{rules.GAP}2026"


def test_a_passage_shows_what_is_around_it():
    found = rules.passage("一" * 60 + "收 费，标准" + "二" * 60, "收费")
    assert found == rules.Passage("…" + "一" * 40, "收 费", "，标准" + "二" * 37 + "…")


def test_a_sum_is_found_as_it_is_shown_and_as_it_is_typed():
    assert rules.passage("共计 91,280.00 元", "91280").found == "91,280"
    assert rules.words("91,280.00") == ["91280.00"]


def test_words_are_bounded():
    assert rules.words("校 收费 收费 x" + " 公示" * 50) == ["收费", "公示"]
    assert len(rules.words("学" * 5000)[0]) == rules.LONGEST


def test_brackets_and_dashes_of_any_kind_make_no_difference():
    for typed in ("青教财[2024]7号", "青教财（2024）7号", "青教财【2024】 7 号", "青教财〔２０２４〕7号"):
        assert rules.plain(typed) == rules.plain("青教财〔2024〕7号")
    assert rules.plain("QL07—SF–2026") == rules.plain("QL07-SF-2026")
