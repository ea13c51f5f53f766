"""Canonical contents for tests: one whole example, and a strategy that makes any."""

from decimal import Decimal

from hypothesis import strategies as st

WORDS = st.text("甲乙丙 abc1<&·", max_size=6).map(str.strip)
NAMES = st.text("甲乙丙丁abc", min_size=1, max_size=5)
SHA = st.text("0123456789abcdef", min_size=64, max_size=64)
DAY = st.dates().map(lambda day: day.isoformat())
MONEY = st.integers(-(10**9), 10**9).map(lambda cents: f"{Decimal(cents) / 100:.2f}")
COUNT = st.integers(0, 99)


def _struct(**fields):
    return st.fixed_dictionaries(fields)


def _list(of, longest=3, shortest=0):
    return st.lists(of, min_size=shortest, max_size=longest)


TREE = _list(st.tuples(st.sampled_from(["p", "h3"]), _list(NAMES, 1, 1)).map(list))
GROUPS = _list(
    _struct(name=WORDS, rows=_list(_struct(name=NAMES, amount=MONEY)), subtotal=MONEY),
)
SIZE = _struct(
    width=COUNT, height=COUNT, sha256=SHA, type=st.sampled_from(["image/jpeg", "image/webp"]), size=COUNT, name=NAMES
)
JPEG = SIZE.map(lambda size: {**size, "type": "image/jpeg"})

BLOCK = st.one_of(
    _struct(type=st.just("text"), value=TREE),
    _struct(
        type=st.just("fees"),
        value=_struct(
            caption=WORDS,
            rows=_list(_struct(item=NAMES, standard=WORDS, unit=WORDS, basis=WORDS, approved_by=WORDS)),
            note=WORDS,
        ),
    ),
    _struct(
        type=st.just("accounts"),
        value=_struct(
            caption=WORDS,
            income=_struct(groups=GROUPS, total=MONEY),
            expense=_struct(groups=GROUPS, total=MONEY),
            balance=MONEY,
            note=WORDS,
        ),
    ),
    _struct(
        type=st.just("persons"),
        value=st.lists(NAMES, min_size=2, max_size=2, unique=True).flatmap(
            lambda columns: _struct(caption=WORDS, columns=st.just(columns), rows=_list(_list(WORDS, 2, 2)), note=WORDS)
        ),
    ),
    _struct(
        type=st.just("award"),
        value=_struct(
            **dict.fromkeys(("subject", "method", "result", "decided_by", "reason", "objection"), WORDS),
            amount=st.one_of(st.just(""), MONEY),
            decided_on=st.one_of(st.none(), DAY),
        ),
    ),
    _struct(
        type=st.just("votes"),
        value=_struct(
            **dict.fromkeys(("meeting", "question", "note"), WORDS),
            **dict.fromkeys(("present", "in_favour", "against", "abstain", "not_voting"), COUNT),
            held_on=st.one_of(st.none(), DAY),
            entitled=st.one_of(st.none(), COUNT),
            adopted=st.booleans(),
        ),
    ),
    _struct(
        type=st.just("timeline"),
        value=_struct(caption=WORDS, rows=_list(_struct(name=NAMES, planned=DAY, done=DAY, note=WORDS))),
    ),
    _struct(
        type=st.just("pictures"),
        value=_struct(caption=WORDS, pictures=_list(_struct(alt=NAMES, caption=WORDS, sizes=_list(JPEG, 2, 1)), 2)),
    ),
)

CONTENT = st.fixed_dictionaries(
    {
        "form": st.just(1),
        "salt": st.just("0" * 32),
        "title": NAMES,
        "organization": _struct(code=NAMES, name=NAMES),
        "column": _struct(code=NAMES, title=NAMES),
        "entry": _struct(number=NAMES, name=NAMES),
        "attribute": st.sampled_from(["proactive", "on_request", "exempt"]),
        "ground": WORDS,
        "department": WORDS,
        "legal_basis": WORDS,
        "formed_on": DAY,
        "summary": WORDS,
        "amount": st.one_of(st.none(), MONEY),
        "topics": _list(NAMES, 2),
        "blocks": _list(BLOCK),
        "files": _list(_struct(title=NAMES, name=NAMES, type=st.just("application/pdf"), size=COUNT, sha256=SHA), 2),
        "terms": st.fixed_dictionaries(
            {
                "from": st.sampled_from([None, "2026-11-30T08:00:00+00:00", "2026-11-30T08:00:05+00:00"]),
                "until": st.sampled_from([None, "2026-12-30T08:00:00+00:00"]),
                "days": st.sampled_from([None, 7, 30]),
                "minimum_days": st.sampled_from([0, 15]),
                "audience": st.just("public"),
                "after_end": st.sampled_from(["keep", "remove"]),
                "retention": st.sampled_from(["10y", "30y", "permanent"]),
            }
        ),
        "correction": st.one_of(
            st.none(),
            _struct(note=NAMES, anew=st.booleans(), earlier=st.sampled_from(["readable", "named"])),
        ),
    }
)
