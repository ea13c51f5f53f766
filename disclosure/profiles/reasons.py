"""What the validator found, said in the reader's language."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from .schema import CODE_FORM, NUMBER_FORM, SLUG_FORM

FORMS = {
    CODE_FORM: _("must be one to six capital letters and digits, a letter first"),
    NUMBER_FORM: _("must be a number such as 3 or 3.2"),
    SLUG_FORM: _("must be small letters and digits, words joined by a hyphen"),
}

NOT_A_NUMBER = _("must be a whole number")
NOT_AN_AMOUNT = _("must be an amount such as 5000.00")

REASONS = {
    "missing": _("is missing"),
    "extra_forbidden": _("is not a field that is known here"),
    "string_type": _("must be text"),
    "string_too_short": _("is empty"),
    "string_too_long": _("is longer than %(max_length)d characters"),
    "too_short": _("must hold at least one item"),
    "tuple_type": _("must be a list"),
    "model_type": _("must hold fields, each with its value"),
    "model_attributes_type": _("must hold fields, each with its value"),
    "enum": _("must be one of %(expected)s"),
    "literal_error": _("must be one of %(expected)s"),
    "int_parsing": NOT_A_NUMBER,
    "int_type": NOT_A_NUMBER,
    "int_parsing_size": NOT_A_NUMBER,
    "decimal_parsing": NOT_AN_AMOUNT,
    "decimal_type": NOT_AN_AMOUNT,
    "finite_number": NOT_AN_AMOUNT,
    "decimal_max_digits": _("is larger than an amount can be"),
    "decimal_whole_digits": _("is larger than an amount can be"),
    "decimal_max_places": _("has more than two decimals"),
    "greater_than": _("must be more than %(gt)s"),
    "greater_than_equal": _("must be at least %(ge)s"),
    "less_than_equal": _("must be at most %(le)s"),
    "quorum_needs_number": _("is needed for this rule"),
    "quorum_takes_no_number": _("has no meaning for this rule"),
    "ground_missing": _("is needed for what is exempt"),
    "ground_without_need": _("has no meaning for what is disclosed proactively"),
}


def reason_for(kind: str, context: dict[str, Any]) -> str:
    """The sentence for one finding of the validator; `context` is what it knows about it."""
    if kind == "string_pattern_mismatch":
        return str(FORMS[context["pattern"]])
    expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
    return str(REASONS[kind]) % {**context, "expected": expected}
