"""What stands beside the learner's function: it unpacks a call, makes it, and packs what came of it.

The same text runs in the learner's own kernel (`check`), and is sent into the grading kernel as source, so it
imports nothing but NumPy and the standard library. It is a convenience and not a guard: whoever controls the
kernel controls this code, so the other side believes nothing but the values, and those only when they are right.
"""

import ast
import contextlib
import dis
import functools
import inspect
import io
import linecache
import textwrap
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from autograder.packing import Budget, PackError, forget_kept, pack, unpack  # sent into a kernel, it stands above

MAX_ARGUMENTS = 50  # positional ones that have a name in what is told
MAX_PRINTED = 2_000
FEW_PAIRS = 500  # of arrays, which are looked at one by one


def serve(
    request: dict[str, Any], namespace: dict[str, Any], given: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Make the calls that `request` lists on the function it names; return one packed reply for each.

    Args:
        request: dict of `function` (a name in `namespace`), `calls` (a list of [args, kwargs], packed) and
            `stand_ins` (name -> packed function that takes the place of that name while the calls are made).
            `first` is true for the first request of a check: what was kept for the check before is let go.
            `fresh` is true where each call is to be compared with the one before, for memory that both returned.
        namespace: the dict in which the learner's functions live.
        given: functions that are found first, by name.
    """
    if request.get("first"):
        forget_kept()
    name = request["function"]
    function = (given or {}).get(name) or namespace.get(name)
    if not callable(function):
        return [{"missing": True} for _ in request["calls"]]
    stand_ins = {name: unpack(data, inside=True) for name, data in request.get("stand_ins", {}).items()}
    with replaced(namespace, stand_ins):
        names, reads = _names_of_arguments(function), _data_read_by(function)
        known = {"reads": reads, "arguments": names}
        before: list[Any] | None = [] if request.get("fresh") else None
        return [_one_call(function, names, args, kwargs, before) | known for args, kwargs in request["calls"]]


@contextlib.contextmanager
def replaced(namespace: dict[str, Any], stand_ins: Mapping[str, Any]) -> Iterator[None]:
    """Let stand-ins take the place of names in a namespace for a while."""
    absent = object()
    before = {name: namespace.get(name, absent) for name in stand_ins}
    namespace.update(stand_ins)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is absent:
                namespace.pop(name, None)
            else:
                namespace[name] = value


def _one_call(
    function: Callable[..., Any], names: list[str], packed_args: Any, packed_kwargs: Any, earlier: list[Any] | None
) -> dict[str, Any]:
    args, kwargs = unpack(packed_args, inside=True), unpack(packed_kwargs, inside=True)
    held = [dict(value) if isinstance(value, dict) else None for value in [*args, *kwargs.values()]]
    reply: dict[str, Any] = {}
    printed = io.StringIO()
    with (
        warnings.catch_warnings(record=True) as caught,
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
    ):
        warnings.simplefilter("always")
        try:
            value_returned = function(*args, **kwargs)
            reply["value"] = pack(value_returned, Budget(sends_functions=False))
        except Exception as problem:
            reply["raised"] = _describe(problem, function)
    before = [*zip(names, packed_args["tuple"], strict=False), *packed_kwargs["dict"]]
    after = [*args, *kwargs.values()]
    named = [(str(name), packed, value) for (name, packed), value in zip(before, after, strict=False)]
    reply["changed"] = [name for name, packed, value in named if _differs(packed, value)]
    reply["unused"] = [name for name, packed, value in named if _as_it_came(packed, value)]
    reply["rebound"] = [
        str(name)
        for (name, _), value, items in zip(before, after, held, strict=False)
        if items is not None and (items.keys() != value.keys() or any(value[key] is not items[key] for key in items))
    ]
    if "value" in reply:
        mine = _arrays(value_returned)
        reply["shares"] = [name for name, _, value in named if _share_memory(value_returned, value, mine)]
        reply["twins"] = _twins_in(value_returned)
        if earlier is not None:  # only where it is asked for: it is every array with every other
            reply["again"] = any(_share_memory(value_returned, value, mine) for value in earlier)
            earlier[:] = [value_returned]
    reply["warnings"] = [str(item.message)[:200] for item in caught[:5]]
    reply["printed"] = printed.getvalue()[:MAX_PRINTED]
    return reply


def _names_of_arguments(function: Callable[..., Any]) -> list[str]:
    """Return what the positional arguments of `function` are called, and numbers after those."""
    try:
        names = list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        names = []
    return names + [f"argument {i}" for i in range(len(names) + 1, MAX_ARGUMENTS)]


def _data_read_by(function: Callable[..., Any]) -> list[str]:
    """Return the names of numbers, arrays and the like that a function takes from the notebook, or would."""
    code = getattr(function, "__code__", None)
    found = _globals_read_by(code) if inspect.iscode(code) else []
    values = {name: getattr(function, "__globals__", {}).get(name) for name in found}
    return [name for name, value in values.items() if not callable(value) and not inspect.ismodule(value)]


@functools.lru_cache(maxsize=64)  # asked for at every request, of the same few functions
def _globals_read_by(code: Any) -> list[str]:
    codes: list[Any] = [code]
    found: list[str] = []
    while codes and len(found) < MAX_ARGUMENTS:
        code = codes.pop()
        found += [step.argval for step in dis.get_instructions(code) if step.opname == "LOAD_GLOBAL"]
        codes += [inner for inner in code.co_consts if inspect.iscode(inner)]
    return found


def _differs(packed: Any, value: Any) -> bool:
    if isinstance(packed, dict) and ("rng" in packed or "function" in packed):
        return False  # a generator is there to be used up
    try:
        return bool(pack(value) != packed)
    except PackError:
        return True


def _as_it_came(packed: Any, value: Any) -> bool:
    """Tell whether a value is a generator that nothing was drawn from."""
    return isinstance(packed, dict) and "rng" in packed and bool(pack(value) == packed)


def _arrays(value: Any, depth: int = 0, found: list[np.ndarray] | None = None) -> list[np.ndarray]:
    found = [] if found is None else found
    if isinstance(value, np.ndarray):
        found.append(value)
    elif depth < 4 and isinstance(value, (tuple, list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            _arrays(item, depth + 1, found)
    return found


def _share_memory(one: Any, other: Any, some: list[np.ndarray] | None = None) -> bool:
    """Tell whether an array in `one` is a view of an array in `other`, or a dict or list in it the same one.

    `some` are the arrays in `one`, where they are known.
    """
    if isinstance(one, (dict, list)) and one is other:
        return True
    some, others = _arrays(one) if some is None else some, _arrays(other)
    if len(some) * len(others) <= FEW_PAIRS:
        return any(np.may_share_memory(a, b) for a in some for b in others)
    # Each array against all that begin before it ends: the furthest end of those lies behind its beginning.
    ours, theirs = _extents(some), _extents(others)
    theirs = theirs[np.argsort(theirs[:, 0])]
    furthest = np.maximum.accumulate([0, *theirs[:, 1]])
    return bool(np.any(furthest[np.searchsorted(theirs[:, 0], ours[:, 1])] > ours[:, 0]))


def _extents(arrays: list[np.ndarray]) -> np.ndarray:
    """Return where the memory of each array begins and ends, which is what `np.may_share_memory` compares."""
    found = [np.lib.array_utils.byte_bounds(array) if array.size else (0, 0) for array in arrays]
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _twins_in(value: Any) -> list[str]:
    """Return the keys of a dict under which the memory of one array can be reached more than once."""
    found = value.items() if type(value) is dict else ()
    arrays = [(str(key), item) for key, item in found if isinstance(item, np.ndarray)][:MAX_ARGUMENTS]
    return [
        key for i, (key, one) in enumerate(arrays) if any(_overlap(one, two) for _, two in arrays[:i] + arrays[i + 1 :])
    ]


def _overlap(one: np.ndarray, two: np.ndarray) -> bool:
    """Tell whether two arrays share an entry; parts of one array that lie between each other do not."""
    try:
        return np.shares_memory(one, two, max_work=1000)  # type: ignore[arg-type]  # the stubs know 0 and -1
    except np.exceptions.TooHardError:
        return True


def _describe(problem: Exception, function: Callable[..., Any]) -> dict[str, Any]:
    filename = getattr(getattr(function, "__code__", None), "co_filename", None)
    trail = list(traceback.walk_tb(problem.__traceback__))
    frames = traceback.extract_tb(problem.__traceback__)
    mine = [(frame, where) for (frame, _), where in zip(trail, frames, strict=True) if where.filename == filename]
    frame, line = mine[-1] if mine else (None, frames[1] if len(frames) > 1 else None)
    expression = _expression(line) if frame else ""
    own = frame is None or f"{frame.f_code.co_qualname}.".startswith(f"{function.__code__.co_qualname}.")
    first = (function.__code__ if own else frame.f_code).co_firstlineno if frame else 0
    return {
        "types": [kind.__name__[:100] for kind in type(problem).__mro__[:-1]],
        "message": str(problem)[:500],
        "line": (line.lineno or 0) - first + 1 if frame and line else 0,
        "of": "" if frame is None or own else frame.f_code.co_qualname[:100],
        "text": ((linecache.getline(line.filename, line.lineno or 0).strip() or line.line or "") if line else "")[:200],
        "expression": expression[:200],
        "operands": _operands(expression, frame)[:3],
        "alone": not isinstance(problem, NotImplementedError) or _is_alone(function),
        "inside": _inside([each for each, _ in trail], frame, problem, function),
    }


def _inside(frames: list[Any], shown: Any, problem: Exception, function: Callable[..., Any]) -> str:
    """Return the name of the learner's function that `function` calls and in which it ended; "" where there is none.

    Where the line that is shown stands in that very function, it is named only where the function is not written.
    """
    code, names = getattr(function, "__code__", None), getattr(function, "__globals__", {})
    if isinstance(problem, NotImplementedError):
        shown = next((frame for frame in frames if frame.f_code is code), None)
    below = frames[frames.index(shown) + 1 :] if shown in frames else []
    for frame in reversed(below):
        for name, value in names.items():
            if frame.f_code is not code and getattr(value, "__code__", None) is frame.f_code:
                return str(name)
    return ""


def _expression(line: Any) -> str:
    """Return the part of a line that failed, where Python knows it and it is not the whole line."""
    whole = linecache.getline(line.filename, line.lineno or 0)
    begin, end = getattr(line, "colno", None), getattr(line, "end_colno", None)
    if begin is None or end is None or line.lineno != getattr(line, "end_lineno", None):
        return ""
    return whole.encode()[begin:end].decode(errors="replace")


def _operands(expression: str, frame: Any) -> list[list[Any]]:
    """Return [text, shape or type] of what stands in an expression that failed; nothing is called to find out."""
    try:
        node = ast.parse(expression, mode="eval").body
    except (SyntaxError, ValueError):
        return []
    parts: list[ast.expr] = []
    if isinstance(node, ast.BinOp):
        parts = [node.left, node.right]
    elif isinstance(node, ast.Call):
        parts = list(node.args)
    elif isinstance(node, ast.Subscript):
        parts = [node.value]
    names = frame.f_globals | frame.f_locals
    found = []
    for part in parts:
        with contextlib.suppress(Exception):
            value = _looked_up(part, names)
            shape = list(value.shape) if isinstance(value, (np.ndarray, np.generic)) else type(value).__name__
            found.append([ast.unparse(part)[:100], shape])
    return found


def _looked_up(node: ast.expr, names: dict[str, Any]) -> Any:
    """Return the value of a name, of its transpose or of a part of it; raise ValueError for all else."""
    if isinstance(node, ast.Name):
        return names[node.id]
    if isinstance(node, ast.Attribute) and node.attr == "T":
        return np.asarray(_looked_up(node.value, names)).T
    if isinstance(node, ast.Subscript):
        value = _looked_up(node.value, names)
        if isinstance(value, (np.ndarray, dict, tuple, list)):
            code = compile(ast.Expression(node.slice), "<index>", "eval")
            if not any(isinstance(each, (ast.Call, ast.Attribute, ast.Await)) for each in ast.walk(node.slice)):
                return value[eval(code, {"__builtins__": {}}, names)]
    raise ValueError("not a name")


def _is_alone(function: Callable[..., Any]) -> bool:
    """Tell whether the body of a function is one statement at most, besides its docstring; True where nobody knows."""
    try:
        body = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0].body  # type: ignore[attr-defined]
    except (OSError, TypeError, SyntaxError, AttributeError, IndexError):
        return True
    first = body[0]
    has_words = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return len(body) - has_words <= 1
