"""A log of several tenants is none of one: their people would count as one tenant's."""

import json
from typing import Any

import pytest

from bot.errors import ReportError
from tests.support.handed_over import ENDS, PORTAL, csv_text, ends, portal_rows, read_json, read_text, records

ONE = "aaaaaaaa-0000-4000-8000-00000000000A"
OTHER = "aaaaaaaa-0000-4000-8000-00000000000B"
OURS = [ONE, ONE.lower(), "", ONE, ONE, ONE]
THEIRS = [ONE, ONE, OTHER, OTHER, ONE, ONE]


def streamed(one: dict[str, Any]) -> dict[str, Any]:
    return {"time": one["activityDateTime"], "operationName": one["activityDisplayName"], "properties": one}


def in_csv(name: str, tenants: list[str]) -> str:
    return csv_text([name, *PORTAL], [[tenant, *row] for tenant, row in zip(tenants, portal_rows(), strict=True)])


@pytest.mark.parametrize("name", ["AADTenantId", "TenantId", "tenantId"])
def test_rows_of_several_tenants_are_refused(name: str) -> None:
    assert ends(read_text(in_csv(name, OURS))) == ENDS
    assert ends(read_json([one | {name: tenant} for one, tenant in zip(records(), OURS, strict=True)])) == ENDS
    with pytest.raises(ReportError, match="of handed-over are of 2 tenants or workspaces"):
        read_text(in_csv(name, THEIRS))
    for wrapped in (lambda one: one, streamed):
        with pytest.raises(ReportError, match="are of 2 tenants or workspaces"):
            read_text(
                "\n".join(
                    json.dumps(wrapped(one) | {name: tenant}) for one, tenant in zip(records(), THEIRS, strict=True)
                )
            )


def test_the_tenant_counts_before_the_workspace_and_rows_of_others_do_not() -> None:
    workspaces = [ONE, OTHER] * 3
    rows = [[ONE, workspace, *row] for workspace, row in zip(workspaces, portal_rows(), strict=True)]
    other = [OTHER, OTHER, *portal_rows()[0][:3], "Add user", *portal_rows()[0][4:]]
    assert ends(read_text(csv_text(["AADTenantId", "TenantId", *PORTAL], [*rows, other]))) == ENDS
