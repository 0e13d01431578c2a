"""An exception without its words: they may hold what a person typed or what a report says about one."""

import traceback


def safe_traceback(error: BaseException) -> str:
    """The classes of an exception and its causes and the lines they passed; no values, so that a log may keep it."""
    parts: list[str] = []
    chain: BaseException | None = error
    met: set[int] = set()
    while chain is not None and id(chain) not in met:
        met.add(id(chain))
        lines = [f"  {one.filename}:{one.lineno} in {one.name}" for one in traceback.extract_tb(chain.__traceback__)]
        parts.append("\n".join([f"{type(chain).__module__}.{type(chain).__qualname__}", *lines]))
        chain = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
    return "\ncaused by ".join(parts)
