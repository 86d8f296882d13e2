"""The text of a learner's function and of its helpers; none where running it again could be noticed."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
import types
from collections.abc import Callable, Iterable
from typing import Any

from autograder.locate.known_calls import remembered
from autograder.locate.values import fresh
from autograder.locate.watched import Watched

LONGEST = 20_000  # characters of a function; what is longer is not looked into
MOST_HELPERS = 12
# Modules whose functions compute and do nothing else, and those parts of NumPy that do more.
PURE = {
    "bisect", "collections", "copy", "dataclasses", "decimal", "fractions", "functools", "heapq", "itertools", "math",
    "numbers", "numpy", "operator", "re", "statistics", "string", "typing", "unicodedata",
}  # fmt: skip
IMPURE_NAMES = {
    "__import__", "breakpoint", "compile", "delattr", "eval", "exec", "exit", "globals", "help", "input", "locals",
    "open", "quit", "setattr", "vars",
}  # fmt: skip
IMPURE_ATTRIBUTES = {
    "dump", "fromfile", "genfromtxt", "load", "loadtxt", "lib", "memmap", "random", "save", "savetxt", "savez",
    "savez_compressed", "seterr", "set_printoptions", "setflags", "tofile", "testing",
}  # fmt: skip
IMPURE_STATEMENTS = (ast.Global, ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await)


def watched(function: Callable[..., Any], name: str, *, apart: Iterable[str] = ()) -> Watched | None:
    """Return a function rewritten to be watched; None where that cannot be done without being noticed.

    Args:
        function: the learner's function.
        name: what the exercise calls it.
        apart: functions that it may call and that are judged by themselves: they are called as they are.
    """
    code = getattr(function, "__code__", None)
    if not isinstance(function, types.FunctionType) or code is None or code.co_freevars:
        return None
    texts: dict[str, str] = {}
    apart = {*apart}
    own = function.__globals__
    if not _gather(function, name, own, apart, texts):
        return None
    read = {name for text in texts.values() for name in _names_in(ast.parse(text))}
    namespace = own | {key: _copied(own[key]) for key in read & own.keys()}
    namespace |= {key: remembered(own[key]) for key in read & own.keys() & apart if key not in texts}
    try:
        return Watched({each: texts[each] for each in reversed(texts)}, namespace, name, outside=own)
    except Exception:  # a helper whose decorator raises, say: it is no help to be told
        return None


def _copied(value: Any) -> Any:
    return value if callable(value) or inspect.ismodule(value) else fresh(value)


def watched_answer(source: str, namespace: dict[str, Any], name: str) -> Watched:
    """Return an answer of the course rewritten to be watched, with all that it calls in its namespace.

    Args:
        source: its text.
        namespace: where it stands; it belongs to this answer alone.
        name: what it is called.
    """
    texts = {name: source}
    waiting = [source]
    while waiting:
        for called in _names_in(ast.parse(waiting.pop())):
            found = namespace.get(called)
            if called not in texts and isinstance(found, types.FunctionType) and found.__globals__ is namespace:
                texts[called] = _text(found)
                waiting.append(texts[called])
    # What was in memory before is no right value, and another one each time.
    filled = {each: re.sub(r"\bnp\.empty(_like)?\(", r"np.zeros\1(", texts[each]) for each in reversed(texts)}
    return Watched(filled, namespace, name)


def _names_in(tree: ast.AST) -> list[str]:
    return [*dict.fromkeys(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))]


def _gather(function: Any, name: str, own: dict[str, Any], apart: set[str], texts: dict[str, str]) -> bool:
    """Collect the texts of a function and its helpers; tell whether all of them can be run again unnoticed."""
    tree = _tree(function, name)
    if tree is None or len(texts) >= MOST_HELPERS or not _is_pure(tree, own):
        return False
    texts[name] = re.sub(rf"^def {function.__name__}\b", f"def {name}", _text(function), count=1, flags=re.MULTILINE)
    for helper in _names_in(tree):
        found = own.get(helper)
        is_own = isinstance(found, types.FunctionType) and found.__globals__ is own and helper not in texts
        if is_own and helper in apart:
            if not _is_pure(_tree(found, helper), own):
                return False
        elif is_own and not _gather(found, helper, own, apart, texts):
            return False
    return True


def _text(function: Any) -> str:
    return textwrap.dedent(inspect.getsource(function))


def _tree(function: Any, name: str) -> ast.FunctionDef | None:
    """Return a function as it is written, under this name; None where that cannot be read."""
    try:
        text = _text(function)
        body = ast.parse(text).body if len(text) <= LONGEST else []
    except (OSError, TypeError, SyntaxError, ValueError, RecursionError):
        return None
    if len(body) != 1 or not isinstance(body[0], ast.FunctionDef):
        return None
    if body[0].decorator_list or not all(map(_is_constant, _defaults(body[0]))):
        return None  # a default that can be changed remembers the calls before
    body[0].name = name
    return body[0]


def _defaults(tree: ast.FunctionDef) -> list[ast.expr]:
    return [default for default in (*tree.args.defaults, *tree.args.kw_defaults) if default is not None]


def _is_constant(node: ast.expr) -> bool:
    return not any(isinstance(each, (ast.List, ast.Dict, ast.Set, ast.Call, ast.ListComp)) for each in ast.walk(node))


def _is_pure(tree: ast.FunctionDef | None, own: dict[str, Any]) -> bool:
    """Tell whether nothing in a function does more than compute, as far as its text tells."""
    if tree is None:
        return False
    for node in ast.walk(tree):
        if isinstance(node, IMPURE_STATEMENTS):
            return False
        if isinstance(node, ast.Name) and not _is_pure_name(node.id, own):
            return False
        if isinstance(node, ast.Attribute) and node.attr in IMPURE_ATTRIBUTES:
            return False
        if isinstance(node, ast.Import) and not all(alias.name in PURE for alias in node.names):
            return False
        if isinstance(node, ast.ImportFrom) and (node.module not in PURE or node.level):
            return False
    return True


def _is_pure_name(name: str, own: dict[str, Any]) -> bool:
    found = own.get(name)
    if inspect.ismodule(found):
        return found.__name__.partition(".")[0] in PURE
    return name not in IMPURE_NAMES
