"""How often somebody may do something; counted in memory, by each process for itself."""

import math
import time
from dataclasses import dataclass
from hashlib import blake2b

from django.core.cache import caches


@dataclass(frozen=True)
class Limit:
    """``times`` in each period of ``seconds``, for each of those who are told apart.

    What is counted is named by ``name``, who by any text: a network, a user.
    """

    name: str
    times: int
    seconds: int

    def take(self, who: str) -> int:
        """Count one more; the seconds to wait when it is one too many, else 0."""
        key, left = self._period(who)
        counts = caches["counts"]
        counts.add(key, 0, timeout=self.seconds + 1)
        try:
            return left if counts.incr(key) > self.times else 0
        except ValueError:  # The cache threw the entry out in between.
            return 0

    def wait(self, who: str) -> int:
        """The seconds to wait before one more is allowed, else 0; counts nothing."""
        key, left = self._period(who)
        return left if caches["counts"].get(key, 0) >= self.times else 0

    def _period(self, who: str) -> tuple[str, int]:
        """Key of the period that is running, and the seconds until the next."""
        now = time.time()
        period = int(now // self.seconds)
        name = blake2b(who.encode(errors="replace"), digest_size=16).hexdigest()
        return f"{self.name}:{period}:{name}", math.ceil((period + 1) * self.seconds - now)
