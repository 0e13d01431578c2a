"""`python -m bot` is `sspr`."""

import gc


def main() -> None:
    """Run the command."""
    gc.disable()  # imports make hundreds of thousands of objects that stay: looking among them for garbage is slow
    from bot.cli import main as command  # noqa: PLC0415 - after the line above

    gc.freeze()
    gc.enable()
    command()


if __name__ == "__main__":
    main()
