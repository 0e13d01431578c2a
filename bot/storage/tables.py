"""The tables of the one database. Every table and every unique key begins with the tenant, so that rows shard by it.

Times are integers: microseconds since 1970-01-01 UTC. Words and people are stored once and referred to by number.
"""

from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)

from bot.storage.storable_text import StorableString, StorableText

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)


def _tenant() -> Column[int]:
    return Column("tenant", Integer, primary_key=True, autoincrement=False)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, primary_key=True, autoincrement=False)


# `position` is the newest position in the tenant's ledger. Whoever writes facts locks this row first, so that
# places appear in order: a reader never passes a number that another load has yet to commit.
tenants = Table(
    "tenants",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", StorableString(100), nullable=False, unique=True),
    Column("position", BigInteger, nullable=False, default=0),
    Column("unloads", Integer, nullable=False, server_default="0"),  # how many loads were taken back
)

people = Table(
    "people",
    metadata,
    _tenant(),
    _number("id"),
    Column("key", StorableText, nullable=False),  # casefolded user ID
    Column("shown", StorableText, nullable=False),  # as the report first spelled it
    UniqueConstraint("tenant", "key"),
)

words = Table(
    "words",
    metadata,
    _tenant(),
    _number("id"),
    Column("kind", StorableString(20), nullable=False),  # role, methods, result, detail, datum, kind, activity, reason
    Column("word", StorableText, nullable=False),
    UniqueConstraint("tenant", "kind", "word"),
)

loads = Table(
    "loads",
    metadata,
    _tenant(),
    _number("id"),
    Column("path", StorableText, nullable=False),
    Column(
        "fingerprint", StorableString(60), nullable=False
    ),  # the file's size and time, so that a restart skips it; behind ">" from when on it is read again
    Column("report", StorableString(40), nullable=False),
    Column("recognised", StorableText, nullable=False),
    Column("loaded_at", BigInteger, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("repeated", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("skipped", Integer, nullable=False),
    Column("folded", JSON),  # of an audit log: attempts and registrations that are new, changed and gone
    Column("first", BigInteger),
    Column("last", BigInteger),
    Column("position", BigInteger, nullable=False),
    Column("unknown_details", JSON, nullable=False),
    Column("unknown_values", JSON, nullable=False),
    Column("warnings", JSON, nullable=False),
    Column(
        "unloaded_at", BigInteger
    ),  # when it was taken back: it stays known, so that no watched folder loads it again
    Index("ix_loads_path", "tenant", "path"),
    Index("ix_loads_report", "tenant", "report", "id"),
)

# What each load read, as it read it: to take a load back, the others are recorded anew from here.
load_inputs = Table(
    "load_inputs",
    metadata,
    _tenant(),
    _number("load"),
    Column("warnings", JSON, nullable=False),  # what its reader had to say, without what the ledger added
    Column("content", LargeBinary, nullable=False),  # a frame, in Arrow's file format
)

rejected_rows = Table(
    "rejected_rows",
    metadata,
    _tenant(),
    _number("load"),
    _number("number"),
    Column("line", Integer, nullable=False),
    Column("reason", StorableText, nullable=False),
    Column("raw", StorableText, nullable=False),
)


_NO_ID: ColumnElement[str] = literal_column("''", Text())
# Ranges of ids part one source's rows from another's, so that their order is that of their bytes everywhere.
_IN_BYTE_ORDER: Final = Text().with_variant(Text(collation="C"), "postgresql")


def has_id(table: Table) -> ColumnElement[bool]:
    """Rows with an event id: in every statement that looks for one, else no database uses the index of these alone.

    The empty text stands in the statement itself: PostgreSQL's general plans cannot see it in a parameter.
    """
    return table.c.event != _NO_ID


def has_no_id(table: Table) -> ColumnElement[bool]:
    """Rows without one: they are known by all that they say."""
    return table.c.event == _NO_ID


def _only(rows: ColumnElement[bool]) -> dict[str, Any]:
    """Options of an index of these rows alone; PostgreSQL's part is taken in by `with_postgresql`."""
    return {"sqlite_where": rows, "info": {"where": rows}}


def with_postgresql() -> None:
    """Give partial indexes PostgreSQL's option, whose name alone imports its dialect: SQLite does without."""
    for index in (index for table in metadata.tables.values() for index in table.indexes if "where" in index.info):
        index.dialect_options["postgresql"]["where"] = index.info["where"]


def _fact(name: str, *words_of_row: str, more: tuple[Column[int], ...] = ()) -> Table:
    """A table of facts: one row a report row, identified by its source's event id, else by all it says.

    What is folded from the steps of an audit log has the id "audit:" and the key that folding gives it.

    `ordinal` counts equal rows within one file, so that two real equal rows stay two and a repeated file adds none.
    """
    said = ("at", "person", *words_of_row, "ordinal")
    table = Table(
        name,
        metadata,
        _tenant(),
        Column("position", BigInteger, primary_key=True, autoincrement=False),
        Column("at", BigInteger, nullable=False),
        Column("person", Integer, nullable=False),
        *(Column(word, Integer, nullable=False) for word in words_of_row),
        Column("ordinal", Integer, nullable=False),
        # Made storable by short_id; "" where the source has no ids of its own.
        Column("event", _IN_BYTE_ORDER, nullable=False),
        Column("load", Integer, nullable=False),
        *more,
        sqlite_with_rowid=False,
    )
    # No column beside these decides about a row, so each index serves exactly one kind of identity.
    without_id, with_id = has_no_id(table), has_id(table)
    Index(f"uq_{name}_said", table.c.tenant, *(table.c[column] for column in said), unique=True,
          **_only(without_id))  # fmt: skip
    Index(f"uq_{name}_event", table.c.tenant, table.c.event, unique=True,
          **_only(with_id))  # fmt: skip
    Index(f"ix_{name}_person", table.c.tenant, table.c.person, **_only(with_id))
    return table


# `last_step` is when an attempt that is folded from steps was last heard of: what was heard last decides, and of one in
# progress time alone makes an abandoned one. 0 where a report tells one moment alone.
# `started` is the method that was begun last, as far as an audit log tells; 0 where nothing does.
attempts = _fact(
    "attempts", "role", "methods", "result", "detail",
    more=(
        Column("last_step", BigInteger, nullable=False, server_default="0"),
        Column("started", Integer, nullable=False, server_default="0"),
    ),
)  # fmt: skip
registrations = _fact("registrations", "role", "datum")
# What the audit log tells beside resets: unlocks, changes of a known password, resets by an admin.
interventions = _fact("interventions", "kind", "result")

# The steps of audit logs, each once: by its source's event id, else by all it says. Attempts are folded from them.
steps = Table(
    "steps",
    metadata,
    _tenant(),
    _number("person"),
    Column("at", BigInteger, primary_key=True, autoincrement=False),
    _number("activity"),
    _number("reason"),
    Column("success", Boolean, primary_key=True, autoincrement=False),
    Column("correlation", Text, primary_key=True),  # "" where there is none
    Column("event", Text, primary_key=True),  # "" where the source has no ids of its own
    Column("load", Integer, nullable=False),
    sqlite_with_rowid=False,
)
Index("uq_steps_event", steps.c.tenant, steps.c.event, unique=True,
      **_only(has_id(steps)))  # fmt: skip

# Whose an object id is: an admin's reset may give the id alone, and the person's own rows carry both.
object_ids = Table(
    "object_ids",
    metadata,
    _tenant(),
    Column("key", StorableString(200), primary_key=True),  # lower case, or its hash where it is longer
    Column("person", Integer, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_object_ids_person", object_ids.c.tenant, object_ids.c.person)

# Who did a person's steps, from where: personal data of their own, never shown below the helpdesk, erased by person.
# Each combination once for a correlation; actor, address and agent are words by number.
step_origins = Table(
    "step_origins",
    metadata,
    _tenant(),
    _number("person"),
    Column("correlation", Text, primary_key=True),
    _number("actor"),
    _number("address"),
    _number("agent"),
    Column("at", BigInteger, nullable=False),  # of the first such step of its file
    Column("load", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# What a load took away: a snapshot that was made before it drops these rows instead of reading all others again.
# `number` is the position of a fact, the person of a row of the roster (changed or gone), or ALL of the roster. Under
# LENGTHENED it is that of an attempt that stays, and of which alone the last step is another.
withdrawn = Table(
    "withdrawn",
    metadata,
    _tenant(),
    _number("load"),
    Column("source", StorableString(20), primary_key=True),  # the name of the table
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
ALL = -1
LENGTHENED = "longer attempts"

# Everybody of the last whole pull; a row is written when the person's state changes, and stays until then.
roster = Table(
    "roster",
    metadata,
    _tenant(),
    _number("person"),
    Column("registered", Boolean, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("capable", Boolean, nullable=False),
    Column("admin", Boolean, nullable=False),
    Column("guest", Boolean, nullable=False),
    Column("methods", StorableText, nullable=False),
    Column("object_id", StorableString(36), nullable=False, server_default=""),  # "" where the list does not say it
    Column("since", BigInteger, nullable=False),  # when the directory first said so
)

# Whoever writes to one of these parts locks its row, and so waits for others who do, but never for a load.
locks = Table(
    "locks",
    metadata,
    _tenant(),
    Column("part", StorableString(20), primary_key=True),  # access log, decisions, subscriptions
)

# Who asked what about whom. `hash` covers the row and the hash before it, so that a change or a gap shows. What may
# be erased is in it by `commitment` alone, a hash over `salt` and these values.
access_log = Table(
    "access_log",
    metadata,
    _tenant(),
    _number("number"),
    Column("at", BigInteger, nullable=False),
    Column("who", StorableString(100), nullable=False),
    Column("channel", StorableString(100), nullable=False),
    Column("asked", StorableString(40), nullable=False),  # the kind of question
    Column("subject", StorableText, nullable=False),  # the user key it was about; "" for aggregates
    Column("outcome", StorableString(20), nullable=False),  # answered, refused, failed, shared
    Column("reference", StorableText, nullable=False),
    Column("scope", StorableText, nullable=False, server_default=""),  # window and filters, as JSON
    Column("rows", Integer),  # how many were handed over; None where that is not counted
    Column("salt", StorableString(32), nullable=False, server_default=""),  # "" once the subject is erased
    Column("commitment", StorableString(64), nullable=False, server_default=""),
    Column("scheme", Integer, nullable=False, server_default="1"),  # how the hash is made
    Column("hash", StorableString(64), nullable=False),
)

# Questions behind the buttons of answers: a button carries the token, never a name.
kept_answers = Table(
    "kept_answers",
    metadata,
    _tenant(),
    Column("token", StorableString(40), primary_key=True),
    Column("asked_at", BigInteger, nullable=False),
    Column("asker", StorableString(100), nullable=False),
    Column("question", StorableText, nullable=False),
    Index("ix_kept_answers_asked_at", "tenant", "asked_at"),
)

shared_answers = Table(
    "shared_answers",
    metadata,
    _tenant(),
    Column("token", StorableString(40), primary_key=True),
    Column("channel", StorableString(100), primary_key=True),
    Column("by", StorableString(100), nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("ix_shared_answers_at", "tenant", "at"),
)

# `cursor` is the newest slot that was opened; `position` the newest one reported, empty before the first digest.
subscriptions = Table(
    "subscriptions",
    metadata,
    _tenant(),
    _number("number"),
    Column("channel", StorableString(100), nullable=False),
    Column(
        "name", StorableString(200), nullable=False
    ),  # of its entry in the configuration file; "" for one from Slack
    Column("plan", JSON, nullable=False),
    Column("created_by", StorableString(100), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("source", StorableString(10), nullable=False, key="origin"),  # slack, file
    Column("state", StorableString(10), nullable=False),  # active, paused, ended
    Column("trouble", StorableText, nullable=False, key="problem"),  # why it is paused or held up; "" when all is well
    Column("cursor", BigInteger, nullable=False),
    Column("position", BigInteger),
    Column("delivered_at", BigInteger),
    Column("posted_at", BigInteger),  # as above, of the last one that had anything to say
    Column("doubted", Boolean, nullable=False, key="data_suspect"),  # whether the last one warned about its data
)

# One row a due time, claimed by one replica at a time: `lease` is when its claim ends, `not_before` when to try again.
slots = Table(
    "slots",
    metadata,
    _tenant(),
    _number("subscription"),
    Column("due", BigInteger, primary_key=True, autoincrement=False),
    Column("local", StorableString(32), nullable=False, server_default=""),  # day and time there; "" for one by hand
    Column("first_due", BigInteger, nullable=False),  # of the slots that were missed and are reported with this one
    Column("missed", Integer, nullable=False),
    Column("by_hand", Boolean, nullable=False),
    Column("state", StorableString(10), nullable=False),  # open, done, merged
    Column("owner", StorableString(100), nullable=False),
    Column("lease", BigInteger, nullable=False),
    Column("not_before", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Index("ix_slots_open", "tenant", "state", "due"),
)

# What is done for each of many tenants again and again, a row a kind: claimed by one replica at a time, all rows of a
# tenant by the same one. `lease` is when its claim ends, `position` how far the ledger was when it was last done.
tenant_work = Table(
    "tenant_work",
    metadata,
    _tenant(),
    Column("kind", StorableString(20), primary_key=True),  # digests, pull, folder, retention
    Column("state", StorableString(10), nullable=False),  # waiting, dead, gone
    Column("due", BigInteger, nullable=False),
    Column("owner", StorableString(100), nullable=False),
    Column("lease", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),  # that failed, since one that did not
    Column("problem", StorableText, nullable=False),
    Column("position", BigInteger, nullable=False),
    Index("ix_tenant_work_due", "state", "due"),
)

# What was posted for a slot, written down before it is posted: a retry and a replay are the same to the byte.
deliveries = Table(
    "deliveries",
    metadata,
    _tenant(),
    _number("subscription"),
    Column("due", BigInteger, primary_key=True, autoincrement=False),
    Column("channel", StorableString(100), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("since", BigInteger),
    Column("from_position", BigInteger, nullable=False),
    Column("to_position", BigInteger, nullable=False),
    Column("note", StorableText, nullable=False),
    Column("doubted", Boolean, nullable=False, key="data_suspect"),
    Column("state", StorableString(10), nullable=False),  # frozen, done, dropped
    Column("answer", LargeBinary, nullable=False),  # compressed JSON
)

delivery_parts = Table(
    "delivery_parts",
    metadata,
    _tenant(),
    _number("subscription"),
    Column("due", BigInteger, primary_key=True, autoincrement=False),
    _number("part"),
    Column("kind", StorableString(10), nullable=False),  # message, thread, more, chart, file
    Column("payload", JSON, nullable=False),
    Column("content", LargeBinary),  # of a chart or file
    Column("ts", StorableString(40)),  # once it is posted
    Column("skipped", StorableText, nullable=False),  # why it never will be; "" for all others
)

# Who stood in which delivery, for `why` and for the green marks.
delivery_cases = Table(
    "delivery_cases",
    metadata,
    _tenant(),
    _number("subscription"),
    Column("due", BigInteger, primary_key=True, autoincrement=False),
    Column("user", StorableText, primary_key=True),
    Column("cause", StorableString(100), primary_key=True),
    Column("opened_position", BigInteger, primary_key=True, autoincrement=False),
    Column("told_as", StorableString(20), nullable=False, key="reported_as"),  # new, recovered, helpdesk
    Column("recovered_at", BigInteger),  # of a new one, when it has closed by success since
    Index("ix_delivery_cases_user", "tenant", "user", "due"),
)

# What people decided about cases: append-only, the newest counts. `user` is "" for a decision about a cause.
decisions = Table(
    "decisions",
    metadata,
    _tenant(),
    _number("number"),
    Column("at", BigInteger, nullable=False),
    Column("position", BigInteger, nullable=False),  # the newest position in the ledger when it was made
    Column("kind", StorableString(20), nullable=False),  # acknowledged, assigned, snoozed, closed, reopened
    Column("by", StorableString(100), nullable=False),
    Column("user", StorableText, nullable=False),
    Column("cause", StorableString(100), nullable=False),
    Column("to", StorableString(100), nullable=False),
    Column("reason", StorableText, nullable=False),
    Column("until", BigInteger),
    Index("ix_decisions_case", "tenant", "cause", "user", "number"),
)

# The causes that admins have given to details that no document lists: append-only, the newest of a detail counts.
given_causes = Table(
    "given_causes",
    metadata,
    _tenant(),
    _number("number"),
    Column("at", BigInteger, nullable=False),
    Column("by", StorableString(100), nullable=False),
    Column("detail", StorableString(20), nullable=False),  # its code
    Column("cause", StorableString(100), nullable=False),  # "" takes it back
)

# What people say of the signs of `odd`: append-only. `last_at` is of the newest attempt that a closing is about.
sign_reviews = Table(
    "sign_reviews",
    metadata,
    _tenant(),
    _number("number"),
    Column("at", BigInteger, nullable=False),
    Column("by", StorableString(100), nullable=False),
    Column("sign", StorableString(20), nullable=False),
    Column("kind", StorableString(20), nullable=False),  # muted, unmuted, attack, innocent, reopened
    Column("reason", StorableText, nullable=False),
    Column("last_at", BigInteger),
    Column("until", BigInteger),  # the end of a mute
)

# Up to where the owner of a runbook has heard of new cases.
owner_notices = Table(
    "owner_notices",
    metadata,
    _tenant(),
    Column("owner", StorableString(100), primary_key=True),  # a Slack user
    Column("position", BigInteger, nullable=False),
    Column("sent_at", BigInteger),  # when the last message was sent; empty before the first
)

# Who was erased, and what went: no name, but keyed hashes by which a load knows whom to leave out. All rows of a
# tenant share their salt. It is the receipt as well.
erasures = Table(
    "erasures",
    metadata,
    _tenant(),
    _number("number"),
    Column("at", BigInteger, nullable=False),
    Column("salt", StorableString(64), nullable=False),
    Column("hashes", JSON, nullable=False),
    Column("instead", StorableString(200), nullable=False),  # who stands in the rows now
    Column("counts", JSON, nullable=False),  # rows changed or taken away, by table
    Column("lifted", BigInteger),  # when the person was let in again
)

# What people want to hear of: that a case is over, or with `remind_at` of it at that time. `user` is "" for a cause.
follows = Table(
    "follows",
    metadata,
    _tenant(),
    _number("number"),
    Column("who", StorableString(100), nullable=False),
    Column("user", StorableText, nullable=False),
    Column("cause", StorableString(100), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("remind_at", BigInteger),
    Column("done_at", BigInteger),  # when they heard of it
    Index("ix_follows_open", "tenant", "done_at"),
)

# What was taken away because of its age, each time: the receipts.
retentions = Table(
    "retentions",
    metadata,
    _tenant(),
    _number("number"),
    Column("at", BigInteger, nullable=False),
    Column("days", JSON, nullable=False),  # by kind, as they were set
    Column("counts", JSON, nullable=False),  # rows taken away or changed, by table
)

# What was sent to people who can help themselves, and who may be written to: append-only. `user` is "" for all.
notices = Table(
    "notices",
    metadata,
    _tenant(),
    _number("number"),
    Column("at", BigInteger, nullable=False),
    Column("kind", StorableString(10), nullable=False),  # on, off, sent, stop
    Column("who", StorableString(100), nullable=False),  # a Slack user: who got it, or who decided
    Column("user", StorableText, nullable=False),
    Column("topic", StorableString(100), nullable=False),
    Column("said", StorableText, nullable=False),
)

# A day's last pull of the roster in numbers: members only.
roster_counts = Table(
    "roster_counts",
    metadata,
    _tenant(),
    Column("day", Date, primary_key=True),
    Column("members", Integer, nullable=False),
    Column("registered", Integer, nullable=False),
    Column("enabled", Integer, nullable=False),
    Column("capable", Integer, nullable=False),
    Column("missing", Integer, nullable=False),  # enabled, but not registered
    Column("losing", Integer),  # who lose reset on a date that is known; null where an earlier version counted
)

# The pull of the audit log that goes on or was interrupted: what came before `link` is in the ledger.
pull_checkpoints = Table(
    "pull_checkpoints",
    metadata,
    _tenant(),
    Column("start", BigInteger, nullable=False),
    Column("end", BigInteger, nullable=False),
    Column("link", StorableText, nullable=False),
    Column("records", Integer, nullable=False),
    Column("ours", Integer, nullable=False),
    Column("oldest", BigInteger),
)

# What pulls have covered without a hole.
pulled_spans = Table(
    "pulled_spans",
    metadata,
    _tenant(),
    Column("report", StorableString(40), primary_key=True),
    Column("start", BigInteger, primary_key=True, autoincrement=False),
    Column("end", BigInteger, nullable=False),
    Column("pulled_at", BigInteger, nullable=False),
)


def _installed() -> list[Column[Any]]:
    """What the two tables of the Slack SDK have in common; it names and fills them. Tokens are sealed."""
    return [
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("client_id", String(32), nullable=False),
        Column("app_id", String(32), nullable=False),
        Column("enterprise_id", String(32)),
        Column("enterprise_name", String(200)),
        Column("team_id", String(32)),
        Column("team_name", String(200)),
        Column("bot_token", Text),
        Column("bot_id", String(32)),
        Column("bot_user_id", String(32)),
        Column("bot_scopes", String(1000)),
        Column("bot_refresh_token", Text),
        Column("bot_token_expires_at", DateTime),
        Column("is_enterprise_install", Boolean, nullable=False),
        Column("installed_at", DateTime, nullable=False),
    ]


# The workspaces that have installed the app by themselves: of no tenant, as several may be seen from one.
slack_bots = Table("slack_bots", metadata, *_installed())
slack_installations = Table(
    "slack_installations",
    metadata,
    *_installed(),
    Column("enterprise_url", String(200)),
    Column("user_id", String(32), nullable=False),
    Column("user_token", Text),
    Column("user_scopes", String(1000)),
    Column("user_refresh_token", Text),
    Column("user_token_expires_at", DateTime),
    Column("incoming_webhook_url", Text),
    Column("incoming_webhook_channel", String(200)),
    Column("incoming_webhook_channel_id", String(200)),
    Column("incoming_webhook_configuration_url", String(200)),
    Column("token_type", String(32)),
)
slack_oauth_states = Table(
    "slack_oauth_states",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("state", String(200), nullable=False),
    Column("expire_at", DateTime, nullable=False),
)
