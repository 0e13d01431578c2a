"""Block Kit's limits as Slack publishes them, as of 23 November 2026: the one table this workspace judges by."""

# How many of a thing a surface or a block may hold.
BLOCKS = {"message": 50, "modal": 100, "home": 100, "mcp": 50}  # mcp: a reply through MCP
FIELDS = 10
CONTEXT_ELEMENTS = 10
ACTION_ELEMENTS = 25
CONTEXT_ACTION_ELEMENTS = 5
SELECT_OPTIONS = 100
OVERFLOW_OPTIONS = 5
CHOICES = 10  # checkboxes and radio buttons

# How long a text may be, in characters.
IDENTIFIER = 255  # block_id, action_id, callback_id
HEADER = 150
SECTION = 3000
FIELD = 2000
CONTEXT = 3000
MARKDOWN = 12_000  # over all markdown blocks of a message
BUTTON = 75
BUTTON_VALUE = 2000
ACCESSIBILITY_LABEL = 75
URL = 3000
OPTION = 75
OPTION_VALUE = 150
PLACEHOLDER = 150
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30
IMAGE_TEXT = 2000  # alt_text and title
LABEL = 2000  # input label and hint
INPUT_VALUE = 3000

# Charts, and tables that can be sorted: what the stored pages and those who tried them agree on.
CHARTS = 2
CHART_TITLE = 50  # and the labels of the axes
CHART_SERIES = 12
CHART_POINTS = 20
CHART_LABEL = 20
DATA_TABLE_ROWS = 100  # below the head
DATA_TABLE_CHARACTERS = 10_000
ALL_TABLES_CHARACTERS = 20_000  # over a message

# Tables: one in a message.
TABLES = 1
TABLE_ROWS = 100
TABLE_COLUMNS = 20
TABLE_CHARACTERS = 10_000

# Views.
VIEW_TITLE = 24
VIEW_BUTTON = 24
PRIVATE_METADATA = 3000
OPEN_VIEWS = 3

# Messages as a whole.
MESSAGE_TEXT = 40_000
UPDATE_TEXT = 4000
BLOCKS_TEXT = 13_200  # above it Slack was seen to answer msg_blocks_too_long

# Which blocks a surface shows: charts and tables of data in messages alone (https://docs.slack.dev/blocks.json).
_DATA = ("data_table", "data_visualization", "markdown", "table")
_COMMON = ("actions", "context", "divider", "header", "image", "input", "rich_text", "section")
SURFACES = {
    "message": frozenset({*_COMMON, *_DATA, "context_actions"}),
    "mcp": frozenset({*_COMMON, *_DATA}),  # and some that this workspace does not know; another one drops the reply
    "modal": frozenset(_COMMON),
    "home": frozenset(_COMMON),
}
