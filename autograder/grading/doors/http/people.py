"""Who may hand in: tokens from a file, and how much each may hand in within a time."""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
import stat
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import CourseError
from autograder.grading.intake.names import identity_of

SHORTEST = 20  # letters of a token: what is shorter can be guessed


class People:
    """The owners of tokens.

    Args:
        tokens: a file with a line for each: a name, white space, a token. Lines that begin with # count nothing.

    Raises:
        CourseError: it cannot be read, others may read it, or a line is not of that form.
    """

    def __init__(self, tokens: Path) -> None:
        try:
            if tokens.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise CourseError(f"Others may read {tokens}, and it holds tokens: chmod 600 {tokens}")
            lines = tokens.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as problem:
            raise CourseError(f"The tokens {tokens} cannot be read: {problem}.") from None
        self._owners: dict[bytes, str] = {}
        for number, line in enumerate(lines, 1):
            if line.strip() and not line.startswith("#"):
                name, _, token = line.strip().rpartition(" ")
                if len(token) < SHORTEST or identity_of(name) != name.strip():
                    raise CourseError(
                        f"Line {number} of {tokens} is not `NAME TOKEN`: a name without spaces, and a token of "
                        f"{SHORTEST} letters or more, such as {secrets.token_urlsafe()}"
                    )
                self._owners[_digest(token)] = name.strip()
        if not self._owners:
            raise CourseError(f"The file {tokens} holds no token.")

    def owner_of(self, header: str) -> str | None:
        """Return whose an Authorization header is; all tokens are compared, so that time tells nothing."""
        kind, _, token = header.partition(" ")
        given, found = _digest(token.strip()), None
        for known, owner in self._owners.items():
            if hmac.compare_digest(known, given):
                found = owner
        return found if kind.casefold() == "bearer" else None


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


@dataclass
class Rate:
    """At most `most` requests of one owner in `seconds`."""

    most: int = 10
    seconds: float = 60.0
    clock: Callable[[], float] = time.monotonic
    _seen: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait_for(self, owner: str) -> int:
        """Count a request, and return 0; or return after how many seconds another one is taken."""
        with self._lock:
            now, seen = self.clock(), self._seen[owner]
            while seen and seen[0] <= now - self.seconds:
                seen.popleft()
            if len(seen) >= self.most:
                return max(1, math.ceil(seen[0] + self.seconds - now))
            seen.append(now)
            return 0
