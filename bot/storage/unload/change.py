"""The change that makes a ledger say what another one says, into which all loads but one were recorded."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import pandas as pd
from sqlalchemy import Connection, Table, delete, func, insert, select, tuple_, update

from bot.reports.instants import to_micros
from bot.reports.receipt import ReportKind
from bot.storage.ledger.dictionary import person_numbers
from bot.storage.ledger.inputs import forget_input
from bot.storage.ledger.insertion import insert_rows
from bot.storage.tables import (
    attempts,
    interventions,
    loads,
    object_ids,
    people,
    pulled_spans,
    registrations,
    rejected_rows,
    roster,
    roster_counts,
    step_origins,
    steps,
    tenants,
    words,
)
from bot.storage.tenant import newest_position
from bot.storage.unload.difference import Difference, apply, difference, facts_of
from bot.storage.unload.replay import Replay, Translation

_FACTS: Final = (attempts, registrations, interventions)
_COUNTED: Final = ("new", "repeated", "changed", "folded", "unknown_details", "unknown_values", "warnings")


@dataclass(frozen=True, slots=True)
class Change:
    """What must happen to the ledger `there`, so that it says what the one `here` says."""

    here: tuple[Connection, int]
    there: tuple[Connection, int]
    load: Any
    numbers: Translation
    facts: dict[Table, Difference]
    loads: list[int]

    @staticmethod
    def of(here: tuple[Connection, int], there: tuple[Connection, int], replay: Replay, load: Any) -> "Change":
        """Compare them."""
        numbers = Translation(here, there, replay.loads)
        facts = {
            table: difference(facts_of(there[0], table, there[1]), numbers.frame(facts_of(here[0], table, here[1])))
            for table in _FACTS
        }
        return Change(here, there, load, numbers, facts, replay.loads)

    def gone_rows(self) -> dict[str, int]:
        """How many rows go, by kind; kinds of which none goes are left out."""
        counts = {table.name: len(change.gone) for table, change in self.facts.items()}
        if self.load.report == ReportKind.AUDIT:
            counts["steps"] = self._count(self.there, steps) - self._count(self.here, steps)
        if self.load.report == ReportKind.ROSTER:
            counts["people listed"] = len(self._states(self.there) - self._states(self.here))
        return {name: number for name, number in counts.items() if number}

    def people_gone(self) -> set[str]:
        """Keys of the people whom no other load names."""
        return self._keys(self.there) - self._keys(self.here)

    def carry_out(self, now: datetime) -> None:
        """Write it all."""
        connection, tenant = self.there
        position = newest_position(connection, tenant)
        for table, change in self.facts.items():
            position = apply(connection, table, change, tenant=tenant, position=position)
        if self.load.report == ReportKind.AUDIT:
            self._replace_steps()
        if self.load.report == ReportKind.ROSTER:
            self._replace_roster()
        self._correct_receipts()
        self._prune()
        forget_input(connection, tenant, self.load.id)
        connection.execute(
            delete(rejected_rows).where(rejected_rows.c.tenant == tenant, rejected_rows.c.load == self.load.id)
        )
        mark = update(loads).where(loads.c.tenant == tenant, loads.c.id == self.load.id)
        connection.execute(mark.values(unloaded_at=to_micros(now)))
        counted = update(tenants).where(tenants.c.id == tenant)
        connection.execute(counted.values(position=position, unloads=tenants.c.unloads + 1))

    def _count(self, where: tuple[Connection, int], table: Any) -> int:
        connection, tenant = where
        found = connection.execute(select(func.count()).select_from(table).where(table.c.tenant == tenant))
        return found.scalar() or 0

    def _keys(self, where: tuple[Connection, int]) -> set[str]:
        connection, tenant = where
        return set(connection.execute(select(people.c.key).where(people.c.tenant == tenant)).scalars())

    def _states(self, where: tuple[Connection, int]) -> set[tuple[Any, ...]]:
        """What the directory's list says, by user ID."""
        connection, tenant = where
        said = [column for column in roster.c if column.name not in ("tenant", "person", "since")]
        both = roster.join(people, tuple_(roster.c.tenant, roster.c.person) == tuple_(people.c.tenant, people.c.id))
        rows = connection.execute(select(people.c.key, *said).select_from(both).where(roster.c.tenant == tenant))
        return {tuple(row) for row in rows}

    def _replace_steps(self) -> None:
        """Steps, where they came from, and whose the object ids are: as the other loads tell."""
        connection, tenant = self.there
        for table in (steps, step_origins, object_ids):
            names = [column.name for column in table.c if column.name != "tenant"]
            asked = select(*(table.c[name] for name in names)).where(table.c.tenant == self.here[1])
            rows = pd.DataFrame([tuple(row) for row in self.here[0].execute(asked)], columns=pd.Index(names))
            connection.execute(delete(table).where(table.c.tenant == tenant))
            if rows.empty:
                continue
            rows = self.numbers.frame(rows)
            if table is object_ids:
                connection.execute(
                    insert(table),
                    [
                        {"tenant": tenant, "key": key, "person": int(person)}
                        for key, person in zip(rows["key"], rows["person"], strict=True)
                    ],
                )
                continue
            for load, some in rows.groupby("load"):
                insert_rows(connection, table, some.drop(columns="load"), tenant=tenant, load=int(str(load)))

    def _replace_roster(self) -> None:
        """The directory's list, its counts and the time that it covers: as the other lists tell."""
        connection, tenant = self.there
        listed = pulled_spans.c.report == str(ReportKind.ROSTER)
        named = select(people.c.id, people.c.shown).where(people.c.tenant == self.here[1])
        shown: dict[int, str] = dict(self.here[0].execute(named).all())
        for table, chosen in ((roster, None), (roster_counts, None), (pulled_spans, listed)):
            asked = select(table).where(table.c.tenant == self.here[1])
            away = delete(table).where(table.c.tenant == tenant)
            if chosen is not None:
                asked, away = asked.where(chosen), away.where(chosen)
            connection.execute(away)
            rows = [{**row, "tenant": tenant} for row in self.here[0].execute(asked).mappings()]
            if table is roster and rows:
                # Of a roster that was older than another nobody was numbered, and now it may be the newest.
                numbers = person_numbers(connection, tenant, pd.Series([shown[row["person"]] for row in rows]))
                rows = [{**row, "person": number} for row, number in zip(rows, numbers.tolist(), strict=True)]
            if rows:
                connection.execute(insert(table), rows)

    def _correct_receipts(self) -> None:
        """What the other loads brought, as it counts from now on."""
        connection, tenant = self.there
        kept = select(loads.c.id, *(loads.c[name] for name in _COUNTED)).where(loads.c.tenant == self.here[1])
        for number, *values in self.here[0].execute(kept).all():
            one = update(loads).where(loads.c.tenant == tenant, loads.c.id == self.loads[number - 1])
            connection.execute(one.values(dict(zip(_COUNTED, values, strict=True))))

    def _prune(self) -> None:
        """Without people and words that no load says any more; names are spelled as the first one left spells them."""
        connection, tenant = self.there
        mine = dict(
            self.here[0].execute(select(people.c.key, people.c.shown).where(people.c.tenant == self.here[1])).all()
        )
        held = connection.execute(
            select(people.c.id, people.c.key, people.c.shown).where(people.c.tenant == tenant)
        ).all()
        for number, key, shown in held:
            this = people.c.tenant == tenant, people.c.id == number
            if key not in mine:
                connection.execute(delete(people).where(*this))
            elif mine[key] != shown:
                connection.execute(update(people).where(*this).values(shown=mine[key]))
        said = set(self.numbers.words.tolist())
        for number in connection.execute(select(words.c.id).where(words.c.tenant == tenant)).scalars().all():
            if number not in said:
                connection.execute(delete(words).where(words.c.tenant == tenant, words.c.id == number))
