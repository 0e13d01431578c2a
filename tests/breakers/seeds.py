"""Small good reports, one of each form that the bot reads, to be damaged."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.support.audit_writers import FORMATS, Attempt, Registration, steps_of
from tests.support.more_audit_writers import LESSER_FORMATS, MORE_FORMATS

_SAMPLES = Path(__file__).parents[1] / "data"
_DETAIL = "User successfully reset password"
_CLASSIC = "User,Role,Date and Time,Method(s) Used,Result,Details\n" + "".join(
    f'ana{n}@contoso.com,User,2026-11-{n % 28 + 1:02}T08:{n:02}:00Z,"Mobile Phone, Email",Succeeded,{_DETAIL}\n'
    for n in range(20)
)
_SIGNED_UP = "User,Role,Date and Time,Data Registered\n" + "".join(
    f"bob{n}@contoso.com,User,{n + 1}.11.2026 09:00:00,Alternate Email\n" for n in range(20)
)
_ROSTER = json.dumps(
    {"value": [{"userPrincipalName": f"cyd{n}@contoso.com", "isSsprRegistered": n % 2 == 0, "isSsprEnabled": True,
                "isSsprCapable": True, "isAdmin": False, "userType": "member", "methodsRegistered": ["email"]}
               for n in range(8)]}
)  # fmt: skip


def seeds() -> list[bytes]:
    """Every form of the audit log, the classic reports, rosters, and files that programs saved again."""
    start = datetime(2026, 11, 20, tzinfo=UTC)
    attempts = [
        Attempt(f"dan{n}@contoso.com", start + timedelta(minutes=n), "Succeeded", "succeeded", _DETAIL, ("sms",))
        for n in range(4)
    ]
    steps = steps_of(attempts, [Registration("eve@contoso.com", start, "Alternate Email")])
    writers = {**FORMATS, **MORE_FORMATS, **LESSER_FORMATS}
    return [
        _CLASSIC.encode(), _CLASSIC.replace(",", ";").encode("utf-16"), _SIGNED_UP.encode("cp1252"), _ROSTER.encode(),
        gzip.compress(_CLASSIC.encode(), mtime=0), *(write(steps) for write in writers.values()),
        *(path.read_bytes() for folder in ("reports", "handed_over") for path in sorted((_SAMPLES / folder).iterdir())),
    ]  # fmt: skip
