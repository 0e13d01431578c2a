"""Asks the grammar at a fixed moment, and tells what it understood as flat facts."""

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.analysis.answers import Filters
from bot.digests.plan import SubscriptionPlan
from bot.knowledge.catalogue import load
from bot.questions.grammar import parse
from bot.questions.question import Question
from bot.reports.window import Window

WEDNESDAY_NOON = datetime(2017, 3, 15, 12, tzinfo=UTC)  # 13:00 in Berlin
BERLIN = ZoneInfo("Europe/Berlin")


def ask(text: str, *, now: datetime = WEDNESDAY_NOON, zone: ZoneInfo = BERLIN) -> Question:
    return parse(text, now=now, zone=zone, catalogue=load())


def facts(question: object) -> dict[str, Any]:
    """The kind and every field that says something; filters stand beside the rest, windows by their label."""
    found: dict[str, Any] = {}
    for field in fields(question):  # type: ignore[arg-type]
        value = getattr(question, field.name)
        if isinstance(value, Filters):
            found |= {key.name: getattr(value, key.name) for key in fields(value) if getattr(value, key.name)}
        elif isinstance(value, Window):
            found[field.name] = value.label
        elif isinstance(value, SubscriptionPlan):
            found[field.name] = value.words()
        elif value not in (None, "", False) and field.name not in {"interpretation", "note"}:
            found[field.name] = facts(value) if hasattr(value, "kind") else value
    return found


def span(window: Window, zone: ZoneInfo = BERLIN) -> tuple[str, str]:
    """Both ends in the reader's zone, to the minute."""
    start, end = (instant.astimezone(zone) for instant in (window.start, window.end))
    return f"{start:%Y-%m-%d %H:%M}", f"{end:%Y-%m-%d %H:%M}"


def the_window(text: str, *, now: datetime = WEDNESDAY_NOON, zone: ZoneInfo = BERLIN) -> Window:
    window = getattr(ask(text, now=now, zone=zone), "window", None)
    assert isinstance(window, Window), text
    return window
