"""Values as JSON-able data, within bounds: what travels between a check and a learner's function.

A packed value is None, bool, int and str as they are, everything else a one-key dict `{"array": [dtype, shape,
base64 of the raw bytes]}`, `{"tuple": [...]}` and so on. Nothing is ever unpickled.

Imports NumPy and the standard library alone, since the text of this module is sent into a grading kernel as source.
"""

import binascii
import functools
import math
from collections.abc import Iterable
from types import CodeType
from typing import Any

import numpy as np

MAX_DEPTH = 24
MAX_ITEMS = 200_000
MAX_BYTES = 64 * 2**20
MAX_TEXT = 100_000
MAX_BITS = 3_000  # of a whole number
PLAIN_BITS = 53  # of one that travels as it is: JSON's numbers hold no more everywhere
ODD_KEYS = 1_000  # keys of one dict whose hashes whoever sends them may choose, and so make collide
ENTRY_BYTES = 8  # that an entry of an array counts at least: comparing makes float64 of it
RNG_BYTES = 2_000  # of a generator
ROOM_FOR_TEXTS = 16  # how many times what they hold texts may take up in an array
CODES = ("b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16")
DTYPES = {code: np.dtype("<" + code) for code in CODES}

_kept: list[Any] = []  # objects that cannot travel stay here; their number travels instead


class PackError(Exception):
    """A value that cannot be packed or unpacked within the bounds."""


class Budget:
    """Counts items and bytes of one message, so that no reply can be a bomb."""

    def __init__(self, items: int = MAX_ITEMS, size: int = MAX_BYTES, *, sends_functions: bool = True) -> None:
        self.items, self.size, self.sends_functions = items, size, sends_functions

    def spend(self, size: int = 0, depth: int = 0) -> None:
        """Take one item of `size` bytes from the budget; raise PackError when it is used up."""
        self.items -= 1
        self.size -= size
        if self.items < 0 or self.size < 0 or depth > MAX_DEPTH:
            raise PackError("the value is too large or too deeply nested")

    def spend_item(self, depth: int) -> None:
        """Take one item without bytes from the budget, the quickest way; raise PackError when it is used up."""
        self.items -= 1
        if self.items < 0 or depth > MAX_DEPTH:
            raise PackError("the value is too large or too deeply nested")


# ----------------------------------------------------------------------------------------------------- packing


def pack(value: Any, budget: Budget | None = None, depth: int = 0) -> Any:
    """Return `value` as JSON-able data; an object of unknown type is kept here and referred to by number."""
    budget = budget or Budget()
    budget.spend_item(depth)
    if type(value) is np.ndarray:  # the commonest first
        return _pack_array(value, budget)
    if value is None or isinstance(value, bool):
        return value
    if type(value) is int:
        if value.bit_length() > MAX_BITS:
            return _keep(value)
        return value if value.bit_length() <= PLAIN_BITS else {"int": hex(value)}
    if type(value) is float:
        return {"float": value.hex() if math.isfinite(value) else repr(value)}
    if isinstance(value, str):
        budget.spend(len(value))
        return str(value) if len(value) <= MAX_TEXT else _keep(value)
    if isinstance(value, Kept):
        return {"kept": [value.number, value.type_name]}
    if isinstance(value, (np.ndarray, np.generic)):
        return _pack_array(value, budget)
    if isinstance(value, (tuple, list)):
        kind = "tuple" if isinstance(value, tuple) else "list"
        return {kind: [pack(item, budget, depth + 1) for item in list(value)]}
    if isinstance(value, dict):
        return {"dict": [[pack(k, budget, depth + 1), pack(v, budget, depth + 1)] for k, v in list(value.items())]}
    if isinstance(value, (set, frozenset)):
        return {"set": [pack(item, budget, depth + 1) for item in sorted(value, key=repr)]}
    if isinstance(value, np.random.Generator) and type(value.bit_generator) is np.random.PCG64:
        state = value.bit_generator.state
        inner = [hex(state["state"][part]) for part in ("state", "inc")]
        return {"rng": [*inner, state["has_uint32"], state["uinteger"]]}
    if budget.sends_functions and hasattr(value, "course_source"):
        bound = pack(value.course_bound, budget, depth + 1)
        return {"function": [value.course_name, value.course_source, bound]}
    return _keep(value)


def forget_kept() -> None:
    """Let go of what was kept here; references to it that are under way find nothing any more."""
    _kept.clear()


def _keep(value: Any) -> Any:
    number = next((i for i, kept in enumerate(_kept) if kept is value), len(_kept))
    if number == len(_kept):
        _kept.append(value)
    kind = f"array of {value.dtype}" if isinstance(value, np.ndarray) else type(value).__name__
    return {"kept": [number, kind[:100]]}


def _pack_array(value: Any, budget: Budget) -> Any:
    array = np.asarray(value)
    code, little = _code_of(array.dtype)
    if array.dtype == little and code in DTYPES:
        budget.spend(array.nbytes)
        return _raw(value, code, array)
    if array.dtype == np.longdouble:  # more precise than what is due, and no two machines agree on its bytes
        array = array.astype(np.float64)
        code, little = _code_of(array.dtype)
    if array.dtype.kind == "U" and array.size <= MAX_ITEMS:
        return {"texts": [list(array.shape), [str(item)[:MAX_TEXT] for item in array.ravel()]]}
    if code not in DTYPES:
        return _keep(value)
    budget.spend(array.nbytes)
    return _raw(value, code, array.astype(little))


def _raw(value: Any, code: str, array: np.ndarray) -> Any:
    text = binascii.b2a_base64(array.tobytes(), newline=False).decode("ascii")
    return {"scalar" if isinstance(value, np.generic) else "array": [code, list(array.shape), text]}


@functools.lru_cache(maxsize=64)  # asked for with every array, of the same few types
def _code_of(dtype: np.dtype[Any]) -> tuple[str, np.dtype[Any]]:
    """Return what an array's type is called on the way, and the type with the order of bytes that is sent."""
    return dtype.str.lstrip("<=|>"), dtype.newbyteorder("<")


# --------------------------------------------------------------------------------------------------- unpacking


def unpack(data: Any, *, inside: bool = False, budget: Budget | None = None, depth: int = 0) -> Any:
    """Return the value of packed `data`; raise PackError for anything malformed or beyond the bounds.

    Only `inside` - in the learner's process - are functions built from source and kept objects found again.
    """
    return _unpack(data, inside, budget or Budget(), depth)


def _unpack(data: Any, inside: bool, budget: Budget, depth: int) -> Any:
    budget.spend_item(depth)
    if type(data) is not dict:
        return _unpack_plain(data, inside, budget)
    if len(data) != 1:
        raise PackError("not a packed value")
    ((kind, body),) = data.items()
    try:
        if kind == "array":
            return _unpack_array(body, budget)
        if kind == "scalar":
            return _unpack_array(body, budget)[()]
        if kind == "tuple":
            return tuple([_unpack(item, inside, budget, depth + 1) for item in body])
        if kind == "list":
            return [_unpack(item, inside, budget, depth + 1) for item in body]
        if kind == "dict":
            pairs = [(_unpack(k, inside, budget, depth + 1), _unpack(v, inside, budget, depth + 1)) for k, v in body]
            _expect_to_spread(key for key, _ in pairs)
            return dict(pairs)
        if kind == "float":
            return float.fromhex(body)
        return _unpack_rare(kind, body, inside, budget, depth)
    except PackError:
        raise
    except Exception as problem:
        raise PackError(f"a malformed {kind}: {type(problem).__name__}") from None


def _unpack_plain(data: Any, inside: bool, budget: Budget) -> Any:
    if data is None or (isinstance(data, int) and data.bit_length() <= PLAIN_BITS):
        return data
    if isinstance(data, str) and len(data) <= MAX_TEXT:
        budget.spend(len(data))
        return data if inside else writable(data)
    raise PackError("not a packed value")


def _unpack_rare(kind: str, body: Any, inside: bool, budget: Budget, depth: int) -> Any:
    if kind == "set":
        items = [_unpack(item, inside, budget, depth + 1) for item in body]
        _expect_to_spread(items)
        return set(items)
    if kind == "int":
        return _unpack_int(body)
    if kind == "texts":
        return _unpack_texts(body, budget)
    if kind == "kept":
        return _kept[body[0]] if inside else Kept(int(body[0]), writable(str(body[1])[:100]))
    if kind == "rng":
        budget.spend(RNG_BYTES)
        return _unpack_rng(body)
    if kind == "function" and inside:
        return build_function(body[0], body[1], _unpack(body[2], inside, budget, depth + 1))
    raise PackError("a value of unknown kind")


def writable(text: str) -> str:
    """Return a text that any file can hold: half of a pair of surrogates, which none can, becomes its escape."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


class Kept:
    """Stands for an object that stayed in the learner's process; handing it back as an argument finds it again."""

    def __init__(self, number: int, type_name: str) -> None:
        self.number, self.type_name = number, type_name

    def __repr__(self) -> str:
        return f"<{self.type_name}>"


def _expect_to_spread(keys: Iterable[Any]) -> None:
    """Raise PackError for too many keys that may all have one hash: looking one up takes as long as there are."""
    if sum(not _spreads(key) for key in keys) > ODD_KEYS:
        raise PackError("too many keys that are neither texts nor whole numbers")


def _spreads(key: Any) -> bool:
    return isinstance(key, str) or (isinstance(key, int) and key.bit_length() <= PLAIN_BITS)


def room_of(code: Any, shape: Any) -> int:
    """Return the bytes to count for a packed array, at least: an axis of length 0 makes none of the others short."""
    if code not in DTYPES or len(shape) > 16:
        raise PackError("an array of unknown type or shape")
    entries = 1
    for n in shape:
        if type(n) is not int or n < 0:
            raise PackError("an array of unknown type or shape")
        entries *= max(n, 1)
    return entries * max(DTYPES[code].itemsize, ENTRY_BYTES)


def _unpack_array(body: Any, budget: Budget) -> np.ndarray:
    code, shape, text = body
    budget.spend(room_of(code, shape))
    dtype = DTYPES[code]
    raw = binascii.a2b_base64(text, strict_mode=True)
    if len(raw) != math.prod(shape) * dtype.itemsize:
        raise PackError("an array whose bytes do not fit its shape")
    return np.ndarray(shape, dtype, raw).copy()


def _unpack_int(body: str) -> int:
    if len(body) > MAX_BITS // 4 + len("-0x"):  # no more than is ever packed, so that it can be sent back
        raise PackError("a whole number of too many digits")
    return int(body, 16)


def _unpack_texts(body: Any, budget: Budget) -> np.ndarray:
    shape, items = body
    if not all(isinstance(item, str) for item in items) or len(shape) > 16:
        raise PackError("an array of texts that are none")
    texts = [writable(item) for item in items]
    room = len(texts) * max(map(len, texts), default=0)  # NumPy gives each the room of the longest
    if room > MAX_TEXT and room > ROOM_FOR_TEXTS * sum(map(len, texts)):
        raise PackError("an array of texts is too large for the texts in it")
    budget.spend(4 * room)
    return np.array(texts, dtype=np.str_).reshape(shape)


def _unpack_rng(body: Any) -> np.random.Generator:
    state, increment, has_uint32, uinteger = body
    generator = np.random.Generator(np.random.PCG64(0))
    generator.bit_generator.state = {
        "bit_generator": "PCG64",
        "state": {"state": int(state, 16), "inc": int(increment, 16)},
        "has_uint32": int(has_uint32),
        "uinteger": int(uinteger),
    }
    return generator


def build_function(name: str, source: str, bound: dict[str, Any]) -> Any:
    """Build a function of the course from its source, with the arrays that it closes over."""
    namespace = {"np": np, **bound}
    exec(_compiled(name, source), namespace)
    function = namespace[name]
    function.course_name, function.course_source, function.course_bound = name, source, bound
    return function


@functools.lru_cache(maxsize=64)  # a check sends the same function with each of its calls
def _compiled(name: str, source: str) -> CodeType:
    return compile(source, f"<course function {name}>", "exec")
