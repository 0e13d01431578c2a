"""No more requests than Graph allows: five in any ten seconds for its reports."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

REQUESTS = 5
SECONDS = 10.0


@dataclass(slots=True)
class GraphRateLimit:
    """Waits before a request for as long as the ones before it ask for."""

    clock: Callable[[], float]  # in seconds, never set back
    sleep: Callable[[float], None]
    _asked: deque[float] = field(default_factory=lambda: deque(maxlen=REQUESTS))

    def wait(self) -> None:
        """Return when the next request may go out."""
        if len(self._asked) == REQUESTS:
            early = self._asked[0] + SECONDS - self.clock()
            if early > 0:
                self.sleep(early)
        self._asked.append(self.clock())
