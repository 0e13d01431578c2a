#!/usr/bin/env bash
# SQLAlchemy 2.1.9 on SQLite: a timedelta added to a DateTime column, in a WHERE and in an UPDATE.
#
# Guessed: SQLAlchemy writes SQLite's own date functions, or refuses to compile, as it knows both types. Seen: it writes
# `at + ?`. SQLite makes a number of the text before it adds, 2026 of any day of that year, and of the span's text, 1970 (an
# Interval is kept as a moment of 1970); a number is below any text. So `at + hour > now` is never true and `at + hour < now`
# always, and nothing is said: every lease has run out, and everything is overdue. `until - at` is 0 within a year. An UPDATE
# writes 3996 into the column, after which whoever selects it meets a TypeError. To select the sum itself raises one at once.
# The span is taken to the other side, where Python counts: `at > now - hour`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "SQLAlchemy==2.1.9"
seen=$("$folder/venv/bin/python" -W error - <<'PYTHON'
from datetime import datetime, timedelta

from sqlalchemy import Column, DateTime, Integer, MetaData, Table, create_engine, select

columns = Column("id", Integer, primary_key=True), Column("at", DateTime), Column("until", DateTime)
leases = Table("leases", MetaData(), *columns)
now, hour = datetime(2026, 11, 29, 9, 30), timedelta(hours=1)
rows = [
    {"id": 1, "at": datetime(2026, 1, 1, 9), "until": datetime(2026, 1, 1, 12)},
    {"id": 2, "at": datetime(2026, 11, 29, 9), "until": datetime(2026, 11, 29, 9, 30)},
]
conditions = {
    "at + hour > now": leases.c.at + hour > now,
    "at + hour < now": leases.c.at + hour < now,
    "at > now - hour": leases.c.at > now - hour,
    "until - at > hour": leases.c.until - leases.c.at > hour,
    "until - at < hour": leases.c.until - leases.c.at < hour,
}
engine = create_engine("sqlite://")
with engine.begin() as connection:
    leases.create(connection)
    connection.execute(leases.insert(), rows)
    for name, condition in conditions.items():
        print(f"{name}:", connection.execute(select(leases.c.id).where(condition)).scalars().all())
    try:
        connection.execute(select(leases.c.at + hour)).all()
    except TypeError as error:
        print("SELECT at + hour:", type(error).__name__)
    print("UPDATE:", connection.execute(leases.update().values(until=leases.c.at + hour)).rowcount)
    print("kept:", connection.exec_driver_sql("SELECT until FROM leases").scalars().all())
    try:
        connection.execute(select(leases)).all()
    except TypeError as error:
        print("SELECT after it:", type(error).__name__)
PYTHON
)
expected="at + hour > now: []
at + hour < now: [1, 2]
at > now - hour: [2]
until - at > hour: []
until - at < hour: [1, 2]
SELECT at + hour: TypeError
UPDATE: 2
kept: [3996, 3996]
SELECT after it: TypeError"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "SQLAlchemy behaves otherwise now"; exit 1; }
