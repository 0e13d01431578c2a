"""What a file that is no report is, and what to do instead."""

from bot.errors import ReportError
from bot.reports.parsing.head import Head


def refusal(head: Head) -> ReportError:
    """Why no dialect takes the file."""
    if head.start.startswith(b"PK\x03\x04"):
        return ReportError(f"{head.name} is an Excel workbook or an archive; save the report as CSV and load that.")
    if not head.is_text:
        return ReportError(f"{head.name} is no text; save the report as CSV and load that.")
    return ReportError(
        f"{head.name} is no report that the bot knows: it begins with {head.first_line!r}, "
        "but a reset activity report has the columns User, Date and Time, Result, "
        "a registration activity report User, Date and Time, Data Registered, "
        "and an audit log export Activity (or activityDisplayName) with its service and time.",
        logged=f"{head.name} is no report that the bot knows; `sspr load` on it tells what it begins with.",
    )
