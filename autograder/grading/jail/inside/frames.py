"""How messages travel over a stream: JSON behind its length."""

import struct
from collections.abc import Callable
from json import dumps  # by its name here: a notebook may put something else in its place
from typing import Any

HEAD = struct.Struct(">I")


def framed(message: Any, default: Callable[[Any], Any] | None = None) -> bytes:
    """Return a message as it travels; `default` says what to make of values that JSON does not know."""
    body = dumps(message, default=default).encode()
    return HEAD.pack(len(body)) + body
