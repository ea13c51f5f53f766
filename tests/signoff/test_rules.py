"""Who counts, and how many are enough (I2)."""

from hypothesis import given
from hypothesis import strategies as st

from disclosure.signoff import rules
from disclosure.signoff.rules import Person, Quorum

HEAD, DEPUTY, MEMBER = "head", "deputy", "member"
members = st.lists(
    st.tuples(st.integers(1, 30), st.sampled_from([HEAD, DEPUTY, MEMBER])), max_size=9, unique_by=lambda m: m[0]
).map(lambda rows: [Person(user, role) for user, role in rows])
quorums = st.builds(Quorum, st.sampled_from(["one", "number", "majority", "all", "head_plus"]), st.integers(1, 4))


def people(*roles):
    return [Person(number, role) for number, role in enumerate(roles, start=1)]


def test_an_author_and_one_who_signed_elsewhere_cannot_sign():
    by_hand = Person(None, HEAD, place=9, name="王芳")
    group = [by_hand, *people(MEMBER, MEMBER, MEMBER)]
    assert rules.eligible(group, authors=[Person(1)], signed_elsewhere=[Person(2)]) == [by_hand, Person(3, MEMBER)]


def test_accounts_tell_people_apart_and_where_one_is_missing_the_name_must_do():
    assert not rules.same(Person(1, name="王芳"), Person(2, name="王芳"))
    assert rules.same(Person(1, name="王芳"), Person(name="王芳", place=4))
    assert rules.same(Person(5, name="王方", place=4), Person(name="王芳", place=4))
    assert not rules.same(Person(place=3), Person(place=4))


def test_spaces_and_widths_make_no_other_name():
    assert rules.plain("王　芳 ") == rules.plain("王芳")


def test_who_wrote_it_does_not_sign_it_on_paper_under_their_name():
    group = [Person(None, HEAD, place=9, name="王芳")]
    assert rules.eligible(group, authors=[Person(1, name="王芳")], signed_elsewhere=[]) == []


def test_majority_is_more_than_half():
    assert [rules.required(Quorum("majority"), people(*[MEMBER] * size)) for size in (1, 2, 3, 4)] == [1, 2, 2, 3]


def test_head_plus_one_needs_the_head():
    group, quorum = people(HEAD, MEMBER, MEMBER), Quorum("head_plus", 1)
    assert not rules.met(quorum, group, [Person(2), Person(3)])
    assert rules.met(quorum, group, [Person(1), Person(3)])


def test_a_deputy_stands_for_an_absent_head():
    group, quorum = people(DEPUTY, MEMBER, MEMBER), Quorum("head_plus", 1)
    assert not rules.met(quorum, group, [Person(2), Person(3)])
    assert rules.met(quorum, group, [Person(1), Person(2)])


def test_whom_a_later_step_cannot_do_without_is_reserved_for_it():
    principal = [Person(1, HEAD)]
    assert rules.reserved(Person(1), [(Quorum("one"), principal)])
    assert not rules.reserved(Person(2), [(Quorum("one"), principal)])
    assert not rules.reserved(Person(1), [(Quorum("one"), [*principal, Person(2, MEMBER)])])


def test_a_step_that_cannot_be_met_anyway_reserves_nobody():
    assert not rules.reserved(Person(1), [(Quorum("number", 3), [Person(1, HEAD)])])


@given(quorums, members)
def test_no_signature_is_never_enough(quorum, group):
    assert not rules.met(quorum, group, [])


@given(quorums, members, st.data())
def test_one_more_signature_never_undoes_a_quorum(quorum, group, data):
    signed = data.draw(st.lists(st.sampled_from(group), unique=True)) if group else []
    if rules.met(quorum, group, signed):
        assert all(rules.met(quorum, group, [*signed, other]) for other in group if other not in signed)
