"""`python -m bot` is `sspr`."""

from bot.cli import main

main()
