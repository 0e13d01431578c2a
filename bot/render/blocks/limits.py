"""Slack's limits, one line each: the number, and the page it is from; checked on 23 November 2026.

Pages are below https://docs.slack.dev/reference/block-kit/ unless they say otherwise.
"""

# How many.
VIEW_BLOCKS = 100  # blocks, for modals and the Home tab
FIELDS = 10  # blocks/section-block
CONTEXT_ELEMENTS = 10  # blocks/context-block
ACTION_ELEMENTS = 25  # blocks/actions-block
OPTIONS = 100  # block-elements/select-menu-element

# How long, in characters.
SECTION = 3000  # blocks/section-block
FIELD = 2000  # blocks/section-block
HEADER = 150  # blocks/header-block
CONTEXT = 3000  # composition-objects/text-object
IDENTIFIER = 255  # blocks: block_id, action_id, callback_id
BUTTON = 75  # block-elements/button-element
BUTTON_VALUE = 2000  # block-elements/button-element
ACCESSIBILITY_LABEL = 75  # block-elements/button-element
URL = 3000  # block-elements/button-element
OPTION = 75  # composition-objects/option-object
OPTION_VALUE = 150  # composition-objects/option-object
PLACEHOLDER = 150  # block-elements/plain-text-input-element
LABEL = 2000  # blocks/input-block
CONFIRM_TITLE = 100  # composition-objects/confirmation-dialog-object
CONFIRM_TEXT = 300  # composition-objects/confirmation-dialog-object
CONFIRM_BUTTON = 30  # composition-objects/confirmation-dialog-object
VIEW_TITLE = 24  # https://docs.slack.dev/reference/views/modal-views
PRIVATE_METADATA = 3000  # https://docs.slack.dev/reference/views/modal-views

# Data blocks: https://docs.slack.dev/reference/block-kit/blocks/ data-visualization-block and data-table-block.
CHARTS = 2  # in a message; found by those who tried
CHART_TITLE = 50
CHART_SERIES = 12
CHART_POINTS = 20
CHART_LABEL = 20  # characters of a category or a series
TABLE_ROWS = 100  # below the head
TABLE_COLUMNS = 20
TABLE_CHARACTERS = 10_000

# A message as a whole.
TEXT = 4000  # https://docs.slack.dev/reference/methods/chat.postMessage: the best length; cut above 40,000

# Ours, with room to spare: what a message may take before the rest goes to a thread, a modal or a file.
ROOMY_BLOCKS = 45
ROOMY_CHARACTERS = 12_000
ROOMY_TABLE = 5_000  # characters of one table, so that two and the words around them stay in one message
