"""What the replies to all calls of one exercise may hold together, counted before anything of it is unpacked."""

from __future__ import annotations

from typing import Any

from autograder.door import PackedReply
from autograder.errors import ProtocolError
from autograder.packing import RNG_BYTES, PackError, room_of

TOO_MUCH = "More came back from the calls of the function than could be compared."


class Allowance:
    """Counts down over the replies of one exercise.

    A check keeps what came back until it ends, and a diagnosis until the last check has: so one reply within its
    bounds says nothing of a thousand.

    Args:
        items: numbers, texts, arrays and containers.
        size: bytes that they take up once they are unpacked.
    """

    def __init__(self, items: int, size: int) -> None:
        self._items, self._size = items, size

    def spend(self, replies: list[PackedReply]) -> None:
        """Count these replies; raise ProtocolError when it is used up."""
        waiting: list[Any] = [replies]
        while waiting:
            part = waiting.pop()
            self._items -= 1
            if isinstance(part, str):
                self._size -= len(part)
            elif isinstance(part, list):
                waiting += part
            elif isinstance(part, dict):
                self._spend_on(part, waiting)
            if self._items < 0 or self._size < 0:
                raise ProtocolError(TOO_MUCH)

    def _spend_on(self, part: dict[Any, Any], waiting: list[Any]) -> None:
        """Count the array that a dict stands for; of any other one, let what is in it wait to be counted."""
        try:
            for code, shape, text in [body for kind, body in part.items() if kind in ("array", "scalar")]:
                self._size -= max(room_of(code, shape), len(text) * 3 // 4)  # of what the text is decoded to
                return
            if "texts" in part:
                self._size -= 4 * len(part["texts"][1]) * max(map(len, part["texts"][1]), default=0)
            elif "rng" in part:
                self._size -= RNG_BYTES
        except (PackError, TypeError, ValueError, LookupError):
            pass  # malformed: whoever unpacks it says so
        waiting += part.keys()
        waiting += part.values()
