#!/usr/bin/env bash
# markdown_to_mrkdwn 0.3.3 (Markdown, as a language model writes it, to Slack's mrkdwn), beside slackify_markdown 0.2.4.
#
# Guessed: what stands between backticks is left alone, as it is in a block of three. Seen: emphasis is looked for in it as
# well, so that a command, a pattern or a path is another one: `SELECT 5 * 3 * 2` becomes `SELECT 5 _ 3 _ 2`, `rm *.log
# *.tmp` `rm _.log _.tmp`, `__init__.py` `*init*.py`, `a ~~ b ~~ c` `a ~ b ~ c`, and two commands in one line take a star of
# each. Outside of code 5 * 3 * 2 becomes 5 _ 3 _ 2, which Markdown does not take for emphasis, and \*, which asks for a
# star, becomes \_. & and < stay as they are, which Slack wants escaped. The other package leaves code alone and escapes, but
# of a quotation of two lines only the first is one. Neither raises. Who shows a command to copy puts it into a block.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "markdown_to_mrkdwn==0.3.3" "slackify_markdown==0.2.4"
cd "$folder"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from markdown_to_mrkdwn import SlackMarkdownConverter
from slackify_markdown import slackify_markdown

for text in (
    "`SELECT 5 * 3 * 2`",
    "`rm *.log *.tmp`",
    "`__init__.py`",
    "`a ~~ b ~~ c`",
    "`ls *.log` or `ls *.txt`",
    "```\nrm *.log *.tmp\n```",
    "5 * 3 * 2",
    r"\*required\*",
    "5 < 6 & 7",
    "> one\n> two",
):
    print(f"{text!r}: {SlackMarkdownConverter().convert(text)!r}, {slackify_markdown(text).rstrip()!r}")
PYTHON
)
expected=$(cat <<'EXPECTED'
'`SELECT 5 * 3 * 2`': '`SELECT 5 _ 3 _ 2`', '`SELECT 5 * 3 * 2`'
'`rm *.log *.tmp`': '`rm _.log _.tmp`', '`rm *.log *.tmp`'
'`__init__.py`': '`*init*.py`', '`__init__.py`'
'`a ~~ b ~~ c`': '`a ~ b ~ c`', '`a ~~ b ~~ c`'
'`ls *.log` or `ls *.txt`': '`ls _.log` or `ls _.txt`', '`ls *.log` or `ls *.txt`'
'```\nrm *.log *.tmp\n```': '```\nrm *.log *.tmp\n```', '```\nrm *.log *.tmp\n```'
'5 * 3 * 2': '5 _ 3 _ 2', '5 * 3 * 2'
'\\*required\\*': '\\_required\\_', '*required*'
'5 < 6 & 7': '5 < 6 & 7', '5 &lt; 6 &amp; 7'
'> one\n> two': '> one\n> two', '> one\ntwo'
EXPECTED
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "markdown_to_mrkdwn behaves otherwise now"; exit 1; }
