"""SSPR_TENANTS: what is read, and one sentence for each thing that is wrong."""

import os
from pathlib import Path

import pytest

from bot.app.tenants.named import settings_named
from bot.app.tenants.settings import TenantSettings, secret
from bot.app.tenants.tenants_file import NOWHERE, TenantRow, read_tenants, tenants_file
from bot.errors import RefusedError, SettingsError
from bot.settings import Settings

CONTOSO = '[[tenant]]\nkey = "contoso"\ndomains = ["Contoso.com"]\nchannels = ["C0A"]\n'
DIRECTORY = "0b0d1a34-0000-4000-8000-00000000000a"
FABRIKAM = '[[tenant]]\nkey = "fabrikam"\nname = "Fabrikam Inc"\n'


def test_a_row_says_all_that_a_tenant_is(tmp_path: Path) -> None:
    text = CONTOSO + (
        'timezone = "Europe/Berlin"\nadmins = ["U0A"]\nhelpdesk = ["S0H"]\nviewers = ["U0V"]\nrunbook = "books/contoso.toml"\n'
        'folder = "in"\nkeep_days = "facts:730 origins:30"\npull_minutes = 15\ngraph_secret = "CONTOSO_SECRET"\n'
        'graph_tenant = "0b0d1a34-0000-4000-8000-000000000001"\ngraph_client = "0b0d1a34-0000-4000-8000-000000000002"\n'
    )
    row = read_tenants(text, tmp_path).rows["contoso"]
    assert (row.title, row.domains, row.channels) == ("contoso", ("contoso.com",), ("C0A",))
    assert (row.runbook, row.folder) == (tmp_path / "books/contoso.toml", tmp_path / "in")
    assert row.keep_days == {"facts": 730, "origins": 30}
    assert (row.admins, row.helpdesk, row.viewers) == (("U0A",), ("S0H",), ("U0V",))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "",
            "SSPR_TENANTS, tenant: each tenant is a table of its own that begins with [[tenant]] and holds key and domains.",
        ),
        (
            "tenant = 3",
            "SSPR_TENANTS, tenant: each tenant is a table of its own that begins with [[tenant]] and holds key and domains.",
        ),
        (
            "[tenant.contoso]\ndomains = []",
            "SSPR_TENANTS, tenant: each tenant is a table of its own that begins with [[tenant]] and holds key and domains.",
        ),
        ("[[tenant", "SSPR_TENANTS is no TOML"),
        ("[[tenant]]\n", "SSPR_TENANTS, tenant 1, key: field required."),
        ('[[tenant]]\nkey = "Con toso"\n', "tenant 1, key: takes up to 40 small letters, digits and hyphens"),
        (
            CONTOSO + FABRIKAM + "domain = 3\n",
            "tenant fabrikam, domain: means nothing there; there are name, workspaces, channels, timezone",
        ),
        (CONTOSO + 'admin = "U0A"\n', "tenant contoso, admin: means nothing there"),
        ("[providers]\n" + CONTOSO, "SSPR_TENANTS, providers: means nothing there; there are provider, tenant."),
        ("[provider]\ndomains = []\n" + CONTOSO, "SSPR_TENANTS, provider domains: means nothing there"),
        (
            CONTOSO + 'helpdesk = ["ada"]\n',
            "tenant contoso, helpdesk: takes Slack ids of people (U...) and user groups (S...)",
        ),
        (
            CONTOSO + 'timezone = "Berlin"\n',
            "tenant contoso, timezone: is no IANA time zone; did you mean Europe/Berlin?",
        ),
        (CONTOSO + 'keep_days = "facts:3"\n', "tenant contoso, keep_days: takes days by kind"),
        (CONTOSO + 'graph_secret = "SSPR_SECRET"\n', "takes the NAME of an environment variable that holds the secret"),
        (CONTOSO + 'graph_secret = "pA.~8Q"\n', "takes the NAME of an environment variable that holds the secret"),
        (CONTOSO + 'graph_tenant = "common"\n', "takes the ID of a directory or an app"),
        (
            CONTOSO + 'workspaces = ["contoso"]\n',
            "tenant contoso, workspaces: takes ids of workspaces (T...) and organ",
        ),
        (
            CONTOSO + 'workspaces = ["T0A"]\nviewers = ["T0B/U0X"]\n',
            "SSPR_TENANTS, tenant contoso: workspaces lacks T0B, which viewers names.",
        ),
        (CONTOSO + FABRIKAM + 'workspaces = ["T0A"]\nchannels = ["T0A/C0A"]\n', "the channel C0A is there twice."),
        (CONTOSO + CONTOSO, "SSPR_TENANTS: the key contoso is there twice."),
        (CONTOSO + FABRIKAM + 'domains = ["contoso.com"]\n', "SSPR_TENANTS: the domain contoso.com is there twice."),
        (CONTOSO + FABRIKAM + 'channels = ["C0A"]\n', "SSPR_TENANTS: the channel C0A is there twice."),
        ('[provider]\nchannels = ["C0A"]\n' + CONTOSO, "SSPR_TENANTS: the channel C0A is there twice."),
        (FABRIKAM + CONTOSO + 'name = "fabrikam inc"\n', "SSPR_TENANTS: the name fabrikam inc is there twice."),
        (FABRIKAM + CONTOSO + 'name = " Fabrikam\\u00a0 INC\\u200b "\n', "the name fabrikam inc is there twice."),
        (FABRIKAM + CONTOSO + 'name = "FABRIKAM"\n', "the name fabrikam is there twice."),  # another one's key
        ('[provider]\nname = "Contoso"\n' + CONTOSO, "the name contoso is there twice."),
        (CONTOSO.replace('"contoso"', '"Contoso"'), "tenant 1, key: takes up to 40 small letters"),
        (CONTOSO.replace('"contoso"', '"contoso "'), "tenant 1, key: takes up to 40 small letters"),
        (CONTOSO + CONTOSO + 'timezone = "Berlin"\n', "SSPR_TENANTS, tenant 2, timezone: is no IANA time zone"),
        (
            CONTOSO + 'folder = "in"\n' + FABRIKAM + 'folder = "./in/../in/fabrikam"\n',
            "the folder of fabrikam is in that of contoso, which would load its reports as well.",
        ),
        (CONTOSO + 'folder = "in/"\n' + FABRIKAM + 'folder = "in"\n', "the folder of contoso is in that of fabrikam"),
        (
            CONTOSO + f'graph_tenant = "{DIRECTORY}"\n' + FABRIKAM + f'graph_tenant = "{DIRECTORY.upper()}"\n',
            f"SSPR_TENANTS: the graph_tenant {DIRECTORY} is there twice.",
        ),
        (FABRIKAM.replace("fabrikam", "provider"), "the key provider is the provider's own"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_tenants(text, tmp_path)
    assert sentence in str(refused.value)


def test_an_id_is_of_the_workspace_before_it_else_of_the_first(tmp_path: Path) -> None:
    text = FABRIKAM + (
        'workspaces = ["T0A", "E0B"]\nadmins = ["U0X", "E0B/W0Y"]\nchannels = ["C0A", "E0B/C0B"]\nviewers = ["E0B/S0V"]\n'
    )
    row = read_tenants(text, tmp_path).rows["fabrikam"]
    assert {team: (at.admins, at.viewers, at.channels) for team in ("T0A", "E0B", "T0C") if (at := row.at(team))} == {
        "T0A": (("U0X",), (), ("C0A",)),
        "E0B": (("W0Y",), ("S0V",), ("C0B",)),
        "T0C": ((), (), ()),
    }
    assert (row.home, row.team_of("C0A"), row.team_of("C0B"), row.all_channels()) == (
        "T0A",
        "T0A",
        "E0B",
        ("C0A", "C0B"),
    )


@pytest.mark.parametrize(
    ("workspaces", "closed", "seen"),
    [("", False, {"T0A", "T0B"}), ("", True, set()), ('["T0A"]', False, {"T0A"}), ('["T0A"]', True, {"T0A"})],
)
def test_a_tenant_is_there_for_its_workspaces(tmp_path: Path, workspaces: str, closed: bool, seen: set[str]) -> None:
    found = read_tenants(FABRIKAM + (f"workspaces = {workspaces}\n" if workspaces else ""), tmp_path)
    assert {team for team in ("T0A", "T0B") if found.seen_from(team, closed=closed).rows} == seen


def test_no_secret_is_repeated(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        read_tenants(CONTOSO + 'graph_secret = "pA.~8Q-secret"\n', tmp_path)
    assert "pA.~8Q" not in str(refused.value)


def test_a_change_counts_and_a_broken_one_does_not(tmp_path: Path) -> None:
    path = tmp_path / "tenants.toml"
    path.write_text(CONTOSO)
    file = tenants_file(path)
    path.write_text(CONTOSO + FABRIKAM)
    os.utime(path, ns=(2, 2))
    assert list(file.current().rows) == ["contoso", "fabrikam"]
    path.write_text(CONTOSO + CONTOSO)
    os.utime(path, ns=(3, 3))
    assert list(file.current().rows) == ["contoso", "fabrikam"]
    assert "is there twice" in file.problem


def test_the_settings_of_a_tenant_are_its_own(tmp_path: Path) -> None:
    path = tmp_path / "tenants.toml"
    path.write_text(CONTOSO + 'admins = ["U0A"]\n' + FABRIKAM)
    settings = Settings.model_validate(
        {"SSPR_TENANTS": str(path), "SSPR_ADMINS": "U0ALL", "SSPR_DIGEST_CHANNELS": "C0X"}
    )
    one, other = (settings_named(settings, key) for key in ("contoso", "fabrikam"))
    assert isinstance(one, TenantSettings)
    assert (one.tenant, one.admins, one.digest_channels) == ("contoso", ("U0A",), ("C0A",))
    assert (other.tenant, other.admins, other.digest_channels) == ("fabrikam", (), NOWHERE)  # never everywhere
    assert one.database_url == settings.database_url
    for named in ("CONTOSO", " contoso ", "Contoso"):
        assert settings_named(settings, named) == one
    for named in ("Fabrikam  inc", "fabrikam"):
        assert settings_named(settings, named) == other
    for nobody in (None, "nowhere"):
        with pytest.raises(RefusedError, match="name one with --tenant: contoso, fabrikam"):
            settings_named(settings, nobody)


def test_what_a_row_says_is_named_as_a_key_of_that_row(tmp_path: Path) -> None:
    path = tmp_path / "tenants.toml"
    path.write_text("[provider]\n" + CONTOSO + 'keep_days = "facts:730"\n' + FABRIKAM)
    settings = Settings.model_validate({"SSPR_TENANTS": str(path), "SSPR_KEEP_DAYS": "facts:90"})
    one, other, alone = (settings_named(settings, key) for key in ("contoso", "fabrikam", "provider"))
    differs = {name for name in Settings.model_fields if getattr(one, name) != getattr(settings, name)}
    assert differs - {"tenant", "tenants"} <= {name for name in Settings.model_fields if "contoso" in one.where(name)}
    assert one.where("runbook") == "SSPR_TENANTS, tenant contoso, runbook"
    assert (one.where("keep_days"), other.where("keep_days")) == (
        "SSPR_TENANTS, tenant contoso, keep_days",
        "SSPR_KEEP_DAYS",
    )
    assert alone.where("digest_channels") == "SSPR_TENANTS, provider, channels"
    assert (one.where("report_timezone"), settings.where("runbook")) == ("SSPR_REPORT_TIMEZONE", "SSPR_RUNBOOK")


def test_a_secret_comes_from_its_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    row = TenantRow.model_validate({"key": "contoso", "graph_secret": "CONTOSO_SECRET"})
    with pytest.raises(SettingsError, match="names the variable CONTOSO_SECRET in SSPR_TENANTS, and it is not set"):
        secret(row, row.graph_secret)
    (tmp_path / ".env").write_text("CONTOSO_SECRET=from the file\n")
    assert secret(row, row.graph_secret) == "from the file"
    monkeypatch.setenv("CONTOSO_SECRET", "hush")
    assert secret(row, row.graph_secret) == "hush"
