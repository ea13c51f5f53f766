"""What happens to the demo's items, and when: the YAML spread out into single items with their days."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


@dataclass(frozen=True)
class ItemPlan:
    """One item of the demo; days are counted back from the day of installation."""

    school: str
    entry: str
    title: str
    submitted: date
    today: date
    state: str
    summary: str = ""
    days: int | None = None
    until: int | None = None
    step: int = 0
    amount: str = ""
    topics: tuple[str, ...] = ()
    blocks: list[dict[str, Any]] = field(default_factory=list)
    files: list[list[str]] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)


def items(today: date) -> list[ItemPlan]:
    """All items of the demo, repeated ones spread out."""
    rows = yaml.safe_load((HERE / "items.yaml").read_text(encoding="utf-8"))
    return [item for row in rows for item in _spread(row, today)]


def _spread(row: dict, today: date) -> list[ItemPlan]:
    repeat = row.get("repeat")
    if not repeat:
        return [_item(row, today, int(row["ago"]), {})]
    length = 30 if repeat["unit"] == "month" else 7
    found = []
    for number in range(repeat["count"]):
        ago = int(row["ago"]) - number * length
        month = (today - timedelta(days=ago)).replace(day=1) - timedelta(days=1)  # a month is accounted for after it
        words = {"y": month.year, "m": month.month, "n": number + 1, "a": (number * 7 + 3) % 90 + 10}
        found.append(_item(row, today, ago, words))
    return found


def _item(row: dict, today: date, ago: int, words: dict) -> ItemPlan:
    kept = ("school", "days", "until", "step", "amount", "files")
    special = ("return", "withdrawal", "correction", "waits_days", "paper")
    return ItemPlan(
        entry=str(row["entry"]),
        title=_said(row["title"], words),
        summary=_said(row.get("summary", ""), words),
        submitted=today - timedelta(days=ago),
        today=today,
        state=row.get("state", "posted"),
        topics=tuple(row.get("topics", ())),
        blocks=_said(row.get("blocks", []), words),
        extra={name: row[name] for name in special if name in row},
        **{name: row[name] for name in kept if name in row},
    )


def _said(value: Any, words: dict) -> Any:
    """`value` with {y}, {m}, {n}, {a} filled in, however deep."""
    if isinstance(value, str):
        return value.format_map(words) if words else value
    if isinstance(value, list):
        return [_said(inner, words) for inner in value]
    if isinstance(value, dict):
        return {_said(key, words): _said(inner, words) for key, inner in value.items()}
    return value


def hour(day: date, text: str, zone) -> datetime:
    """The moment of `text` ("09:14") on `day`."""
    return datetime.combine(day, time.fromisoformat(text), tzinfo=zone)
