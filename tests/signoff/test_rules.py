"""Who counts, and how many are enough (I2)."""

from hypothesis import given
from hypothesis import strategies as st

from disclosure.signoff import rules
from disclosure.signoff.rules import Member, Quorum

HEAD, DEPUTY, MEMBER = "head", "deputy", "member"
members = st.lists(
    st.tuples(st.integers(1, 30), st.sampled_from([HEAD, DEPUTY, MEMBER])), max_size=9, unique_by=lambda m: m[0]
).map(lambda rows: [Member(user, role) for user, role in rows])
quorums = st.builds(Quorum, st.sampled_from(["one", "number", "majority", "all", "head_plus"]), st.integers(1, 4))


def people(*roles):
    return [Member(number, role) for number, role in enumerate(roles, start=1)]


def test_a_member_without_an_account_an_author_and_one_who_signed_elsewhere_cannot_sign():
    group = [Member(None, HEAD), *people(MEMBER, MEMBER, MEMBER)]
    assert rules.eligible(group, authors=[1], signed_elsewhere=[2]) == [Member(3, MEMBER)]


def test_majority_is_more_than_half():
    assert [rules.required(Quorum("majority"), people(*[MEMBER] * size)) for size in (1, 2, 3, 4)] == [1, 2, 2, 3]


def test_head_plus_one_needs_the_head():
    group, quorum = people(HEAD, MEMBER, MEMBER), Quorum("head_plus", 1)
    assert not rules.met(quorum, group, {2, 3})
    assert rules.met(quorum, group, {1, 3})


def test_a_deputy_stands_for_an_absent_head():
    group, quorum = people(DEPUTY, MEMBER, MEMBER), Quorum("head_plus", 1)
    assert not rules.met(quorum, group, {2, 3})
    assert rules.met(quorum, group, {1, 2})


def test_whom_a_later_step_cannot_do_without_is_reserved_for_it():
    principal = [Member(1, HEAD)]
    assert rules.reserved(1, [(Quorum("one"), principal)])
    assert not rules.reserved(2, [(Quorum("one"), principal)])
    assert not rules.reserved(1, [(Quorum("one"), [*principal, Member(2, MEMBER)])])


def test_a_step_that_cannot_be_met_anyway_reserves_nobody():
    assert not rules.reserved(1, [(Quorum("number", 3), [Member(1, HEAD)])])


@given(quorums, members)
def test_no_signature_is_never_enough(quorum, group):
    assert not rules.met(quorum, group, set())


@given(quorums, members, st.data())
def test_one_more_signature_never_undoes_a_quorum(quorum, group, data):
    everyone = [m.user for m in group]
    signed = set(data.draw(st.lists(st.sampled_from(everyone), unique=True))) if everyone else set()
    if rules.met(quorum, group, signed):
        assert all(rules.met(quorum, group, signed | {user}) for user in everyone)
