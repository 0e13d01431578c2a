"""PostgreSQL's own wall: a connection that tries gets nothing of another tenant, whatever it forgets to say."""

import secrets
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, create_engine, delete, func, insert, make_url, select, text, update
from sqlalchemy.exc import DBAPIError

from bot.app.answering import terminal_answering
from bot.app.services import Services, build_services
from bot.service.answers.answering import Answering
from bot.settings import Settings
from bot.storage.database import open_database, show_all_tenants, show_tenant
from bot.storage.tables import attempts, metadata, people, tenants
from tests.support.digest_fixture import FIRST_DAY, SECOND_DAY
from tests.support.reports import drawn_report


@pytest.fixture
def url(empty_postgres_url: str) -> Iterator[str]:
    """A database of a role as an installation has one: it owns its tables and is no superuser."""
    role, address = f"sspr_{secrets.token_hex(4)}", make_url(empty_postgres_url)
    engine = create_engine(empty_postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN PASSWORD 'of-the-tests' NOSUPERUSER NOBYPASSRLS"))
        connection.execute(text(f"ALTER DATABASE {address.database} OWNER TO {role}"))
        connection.execute(text(f"GRANT ALL ON SCHEMA public TO {role}"))
    yield address.set(username=role, password="of-the-tests").render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP OWNED BY {role} CASCADE"))
        connection.execute(text(f"ALTER DATABASE {address.database} OWNER TO CURRENT_USER"))
        connection.execute(text(f"DROP ROLE {role}"))
    engine.dispose()


@pytest.fixture
def two(url: str) -> Iterator[dict[str, Services]]:
    """Two tenants, each with a report."""
    found = {
        name: build_services(Settings.model_validate({"SSPR_DATABASE_URL": url, "SSPR_TENANT": name}))
        for name in ("contoso", "fabrikam")
    }
    for services, days in zip(found.values(), (FIRST_DAY, SECOND_DAY), strict=True):
        for again in range(2):  # the second time some rows are there
            services.ledger.record(drawn_report(days if again else FIRST_DAY), "activity.csv", services.clock())
    yield found
    for services in found.values():
        services.close()


def counted(connection: Connection) -> dict[str, int]:
    tables = [table for table in metadata.sorted_tables if "tenant" in table.c or table is tenants]
    asked = {table.name: connection.execute(select(func.count()).select_from(table)).scalar() or 0 for table in tables}
    return {name: number for name, number in asked.items() if number}


def test_every_table_of_tenants_is_behind_the_wall(url: str) -> None:
    engine = open_database(url)
    with engine.connect() as connection:
        asked = "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
        guarded = set(connection.execute(text(asked)).scalars())
    engine.dispose()
    assert guarded == {table.name for table in metadata.sorted_tables if "tenant" in table.c} | {"tenants"}


def test_who_names_no_tenant_sees_nothing(two: dict[str, Services]) -> None:
    with two["contoso"].tenant.engine.connect() as connection:
        assert counted(connection) == {}


def test_who_names_one_sees_no_other_even_without_a_condition(two: dict[str, Services]) -> None:
    engine = two["contoso"].tenant.engine
    with engine.connect() as connection:
        show_tenant(connection, "contoso")
        mine = counted(connection)
        ids = set(connection.execute(select(attempts.c.tenant)).scalars())
        names = set(connection.execute(select(people.c.key)).scalars())
    with engine.connect() as connection:
        show_all_tenants(connection)
        everything = counted(connection)
    assert len(ids) == 1
    assert "cyd@contoso.com" not in names  # of the other one's second day
    assert mine["attempts"] < everything["attempts"]
    assert mine["tenants"] == 1 < everything["tenants"]


def test_who_names_one_changes_no_other(two: dict[str, Services]) -> None:
    engine = two["contoso"].tenant.engine
    with engine.connect() as connection:
        show_all_tenants(connection)
        other = connection.execute(select(tenants.c.id).where(tenants.c.name == "fabrikam")).scalar_one()
        before = counted(connection)
    with engine.begin() as connection:
        show_tenant(connection, "contoso")
        assert connection.execute(delete(attempts).where(attempts.c.tenant == other)).rowcount == 0
        assert connection.execute(update(people).where(people.c.tenant == other).values(shown="x")).rowcount == 0
    row = {"tenant": other, "id": 99, "key": "mallory", "shown": "mallory"}
    with engine.connect() as connection:
        show_tenant(connection, "contoso")
        with pytest.raises(DBAPIError, match="row-level security"):
            connection.execute(insert(people).values(**row))
    with engine.connect() as connection:
        show_all_tenants(connection)
        assert counted(connection) == before


def test_the_name_is_forgotten_with_the_transaction(two: dict[str, Services]) -> None:
    engine: Engine = two["contoso"].tenant.engine
    with engine.connect() as connection:
        with connection.begin():
            show_tenant(connection, "contoso")
            assert counted(connection)
        with connection.begin():
            assert counted(connection) == {}


def test_answers_are_the_same_behind_the_wall(two: dict[str, Services]) -> None:
    def asked(services: Services) -> str:
        answering: Answering = terminal_answering(services)
        reply = answering.answer("failures since 2017-02-01", services.terminal())
        services.access_log.flush()
        assert services.access_log.newest()[0] == 1
        return reply.message.text

    assert "2 failed attempts" in asked(two["contoso"])
    assert "3 failed attempts" in asked(two["fabrikam"])
