"""What PowerShell makes of audit records: Windows PowerShell 5.1 and PowerShell 7, to CSV and to JSON."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from tests.support.handed_over import csv_text

Records = Sequence[Mapping[str, Any]]
TYPES = {
    "Microsoft Graph": "Microsoft.Graph.PowerShell.Models.MicrosoftGraphTargetResource[]",
    "AzureAD": "System.Collections.Generic.List`1[Microsoft.Open.MSGraph.Model.TargetResource]",
    "Invoke-RestMethod": "System.Object[]",
}


def as_text(value: Any) -> str:
    """An object where a text is wanted: `@{id=...; displayName=}`, lists as their type."""
    if isinstance(value, dict):
        return "@{" + "; ".join(f"{name}={as_text(inner)}" for name, inner in value.items()) + "}"
    return "System.Object[]" if isinstance(value, list) else "" if value is None else str(value)


def as_class(value: Mapping[str, Any], name: str = "AuditActorInfo") -> str:
    """An object of the AzureAD module where a text is wanted."""
    lines = [f"  {field[:1].upper() + field[1:]}: {as_text(inner)}" for field, inner in value.items()]
    return "\n".join([f"class {name} {{", *lines, "}", ""])


def cut_in_depth(value: Any, depth: int) -> Any:
    """What ConvertTo-Json leaves of a value: objects that lie deeper are texts."""
    if isinstance(value, dict):
        if depth < 0:
            return as_text(value)
        return {name: cut_in_depth(inner, depth - 1) for name, inner in value.items()}
    if isinstance(value, list):
        return [cut_in_depth(inner, depth - 1) for inner in value] if depth >= 0 else " ".join(map(as_text, value))
    return value


def capitals(value: Any) -> Any:
    """The names of members as the Graph module's objects have them."""
    if isinstance(value, dict):
        return {name[:1].upper() + name[1:]: capitals(inner) for name, inner in value.items()}
    return [capitals(inner) for inner in value] if isinstance(value, list) else value


def with_dates(records: Records) -> list[dict[str, Any]]:
    """Times as Windows PowerShell writes them into JSON."""
    moments = [datetime.fromisoformat(str(one["activityDateTime"])) for one in records]
    return [
        {**one, "activityDateTime": f"/Date({int(at.timestamp() * 1000)})/"}
        for one, at in zip(records, moments, strict=True)
    ]


def to_json(records: Records, depth: int) -> str:
    """`ConvertTo-Json -Depth`; one record alone is no list."""
    cut = [cut_in_depth(dict(one), depth) for one in records]
    return json.dumps(cut[0] if len(cut) == 1 else cut).replace("/Date(", "\\/Date(").replace(")/", ")\\/")


def to_csv(records: Records, people: str, *, typed: bool) -> str:
    """`Export-Csv`: lists by their type, in the words of the module that read them, or as `class` texts."""

    def cell(name: str, value: Any) -> str:
        if name not in ("targetResources", "initiatedBy") or value is None:
            return as_text(value)
        if people == "class":
            person = value[0] if isinstance(value, list) and value else value
            return as_class(person.get("user") or person) if isinstance(person, dict) else ""
        return TYPES[people] if isinstance(value, list) else as_text(value)

    names = [name[:1].upper() + name[1:] for name in records[0]]
    text = csv_text(names, [[cell(name, value) for name, value in one.items()] for one in records])
    return f"#TYPE {TYPES['Microsoft Graph'][:-2]}\r\n{text}" if typed else text
