"""Slack's limits on what a message or view may hold, in characters unless said otherwise.

https://docs.slack.dev/reference/block-kit
"""

SECTION = 3000
CONTEXT = 3000
BUTTON_LABEL = 75
BUTTON_VALUE = 2000
MESSAGE_BLOCKS = 50
"""Blocks of one message."""
VIEW_BLOCKS = 100
"""Blocks of one modal or Home tab."""
OPTIONS = 100
"""Options of one select."""
OPTION_LABEL = 75
OPTION_VALUE = 150
MODAL_TITLE = 24
PRIVATE_METADATA = 3000
INPUT_LABEL = 2000
"""Of an input, and of the hint below it."""
ACTIONS = 25
"""Elements of one row of buttons."""
TABLE_ROWS = 100
TABLE_CHARACTERS = 10_000
"""In all cells of a message's table together."""
