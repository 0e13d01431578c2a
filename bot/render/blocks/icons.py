"""The few icons that messages use, always beside a word; and how a terminal shows them."""

OK = ":white_check_mark:"
NO = ":no_entry:"
FAILED = ":x:"
WARNING = ":warning:"
UNSURE = ":grey_question:"
WAIT = ":hourglass_flowing_sand:"
INFO = ":information_source:"
URGENT = ":rotating_light:"
AGAIN = ":repeat:"
FIX = ":wrench:"
ASK = ":bust_in_silhouette:"

TERMINAL = {
    OK: "✓",
    NO: "✗",
    FAILED: "✗",
    WARNING: "!",
    UNSURE: "?",
    WAIT: "…",
    INFO: "i",
    URGENT: "!!",
    AGAIN: "↻",
    FIX: "→",
    ASK: "»",
}
