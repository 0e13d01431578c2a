"""Faults on demand: what the Web API shall do wrong, how often, before or after the work."""

from dataclasses import dataclass


@dataclass(slots=True)
class Fault:
    """One planned fault. With nothing else named the connection is dropped without an answer."""

    method: str
    times: int = 1
    error: str | None = None
    status: int | None = None
    retry_after: float | str | None = None
    delay: float | None = None
    after: bool = False
    half: bool = False  # the work is done, and the connection ends within the answer

    @property
    def drops(self) -> bool:
        """Whether the caller is left without an answer."""
        return self.error is None and self.status is None and self.retry_after is None and self.delay is None


class Faults:
    """The faults still to come, in the order in which they were planned."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []

    def plan(self, fault: Fault) -> None:
        """Add a fault."""
        self._planned.append(fault)

    @property
    def waiting(self) -> int:
        """How many are still to come."""
        return sum(max(planned.times, 0) for planned in self._planned)

    def take(self, method: str) -> Fault | None:
        """Use up one fault of a method, if there is one."""
        for planned in self._planned:
            if planned.method == method and planned.times > 0:
                planned.times -= 1
                return planned
        return None
