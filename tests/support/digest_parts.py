"""The digests on a real database and any poster, as the composition root puts them together."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.app import digests as app
from bot.app.services import Services
from bot.schedule.digest_scheduler import DigestScheduler
from bot.service.digest_services import PostedDigests
from bot.service.posting import Poster


def build_digests(
    services: Services,
    poster: Poster,
    *,
    tell: Callable[[str], None] = print,
    warnings: Callable[[], Sequence[str]] = tuple,
    checkpoint: Callable[[str], None] = lambda _: None,
    allowed: tuple[str, ...] | None = None,
) -> tuple[PostedDigests, DigestScheduler]:
    """Digests and their scheduler, which is not started, with what a test wants to hear, break or watch."""
    if allowed is not None:
        settings = services.settings.model_copy(update={"digest_channels": allowed})
        services = replace(services, settings=settings)
    digests = app.build_digests(services, poster, tell=tell, warnings=warnings, checkpoint=checkpoint)
    return digests, DigestScheduler(digests, services.snapshots, services.clock)
