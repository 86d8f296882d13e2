"""What a learner's cells read of the notebook, and whether that can be told from their text.

Where it cannot, everything that the course runs before its last check has to run. Nothing here is a guard: whoever
hides what is read takes the course's values from their own functions, and from nobody else's.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from autograder.grading.notebook.effects import DEFINES, MAKES_GENERATORS
from autograder.grading.notebook.statements import Scopes, scopes_of

LONGEST = 20_000  # characters of a cell that is looked into
MANY = 300  # statements in it
MOST = 100_000  # characters of all of them
# With these a name is found without being written, or the state of the whole process is reached.
_HIDDEN = (
    "In Out __builtins__ _ih _oh breakpoint builtins compile dir eval exec get_ipython globals input locals open vars"
)
_PARTS = "__dict__ __globals__ __import__ __main__ _getframe currentframe f_globals f_locals modules user_ns"
HIDDEN_PARTS = frozenset(_PARTS.split())
HIDDEN = HIDDEN_PARTS.union(_HIDDEN.split())
# Modules that keep no state which a cell of the course could change, or be changed by.
_MODULES = (
    "__future__ autograder bisect cmath collections copy dataclasses data decimal enum figures fractions functools"
    " given heapq itertools json math matplotlib numbers numpy operator pprint re scipy statistics string textwrap"
    " time timeit typing unicodedata"
)
MODULES = frozenset(_MODULES.split())
# Magics that look at no names and change none.
MAGICS = r"%(?:matplotlib|config|load_ext|autoreload|precision|pip|conda)\b[^\n]*"
IS_NO_PYTHON = re.compile(r"^\s*(?:[%!?/,;]|>>>|In \[)|=\s*[%!]|\?\s*$", re.MULTILINE)  # and yet IPython runs it
LAST_OUTPUT = re.compile(r"_+|_i*\d+|_i+")
GENERATORS = frozenset(MAKES_GENERATORS)


@dataclass
class Learners:
    """The names in cells of a learner.

    Attributes:
        needed: those that may be read before the cell itself has bound them.
        later: those that its functions read when they are called.
        bound: those that it binds or deletes.
        read: all that it reads.
        values: those that it binds to something else than an import, a function or a constant.
        uses: what the statements that bind a name read.
        together: the names of each statement that defines no function.
        doubt: why nothing can be said of what it reads; "" where it can.
    """

    needed: set[str] = field(default_factory=set)
    later: set[str] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    uses: dict[str, set[str]] = field(default_factory=dict)
    together: list[frozenset[str]] = field(default_factory=list)
    doubt: str = ""


def names_in(source: str) -> Learners:
    """Return the names in the cell of a learner; what cannot be read is in doubt."""
    if len(source) > LONGEST:
        return Learners(doubt="a long cell")
    text = re.sub(rf"^(\s*){MAGICS}", r"\1pass", source, flags=re.MULTILINE)
    try:
        tree = ast.parse(text)
        if len(tree.body) > MANY:
            return Learners(doubt="a cell of many statements")
        return _names(tree, Scopes(text, tree))
    except (SyntaxError, ValueError):
        return Learners(doubt="a magic") if IS_NO_PYTHON.search(text) else Learners()  # nothing of it runs
    except (RecursionError, MemoryError):
        return Learners(doubt="a nested cell")


def _names(tree: ast.Module, scopes: Scopes) -> Learners:
    found = Learners(set(scopes.later), set(scopes.later), set(scopes.bound), set(scopes.read))
    found.values = set(scopes.bound.intersection(_bound_to_values(tree)))
    known: set[str] = set()  # bound for sure by what stands above
    for node in tree.body:
        inside = scopes if len(tree.body) == 1 else scopes_of(ast.Module([node], []))
        found.needed |= inside.read - known
        for name in inside.bound:
            found.uses.setdefault(name, set()).update(inside.read)
        if not isinstance(node, DEFINES):
            found.together.append(inside.read | inside.bound)
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.Import | ast.ImportFrom | DEFINES):
            known |= inside.bound
    found.doubt = next(_doubts(tree, scopes), "")
    return found


def _bound_to_values(tree: ast.Module) -> Iterator[str]:
    """Yield the names that a cell binds to what may be changed in place."""
    plain = set()
    for node in ast.walk(tree):
        match node:
            case ast.Assign([ast.Name() as target], ast.Constant()):
                plain.add(id(target))
            case ast.Name(name, ast.Store() | ast.Del()) if id(node) not in plain:
                yield name
            case ast.MatchAs(_, str(name)) | ast.MatchStar(str(name)) | ast.MatchMapping(_, _, str(name)):
                yield name


# -------------------------------------------------------------------------------------------------------- doubts


def _doubts(tree: ast.Module, scopes: Scopes) -> Iterator[str]:
    """Yield why it cannot be told from a cell's text what it reads, or what a call of its functions changes."""
    yield from (name for name in scopes.read if LAST_OUTPUT.fullmatch(name) and name not in scopes.bound)
    seeded = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in GENERATORS}
    for node in ast.walk(tree):
        match node:
            case ast.Name(name) if name in HIDDEN:
                yield name
            case ast.Attribute(_, name) | ast.Constant(str(name)) if name in HIDDEN_PARTS:
                yield name
            case ast.Attribute(ast.Name("np" | "numpy"), "random") if id(node) not in seeded:
                yield "numpy.random"
            case ast.Attribute(_, name, ast.Store() | ast.Del()):
                yield f"an attribute {name}"
            case ast.Import(names):
                yield from (alias.name for alias in names if alias.name.partition(".")[0] not in MODULES)
            case ast.ImportFrom(module, names):
                yield from _doubts_about(module or "", names)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                yield from _kept_by(node)
            case ast.ClassDef(name):
                yield f"the class {name}"
            case ast.Global(names):
                yield f"global {names[0]}"


def _doubts_about(module: str, names: list[ast.alias]) -> Iterator[str]:
    if module.partition(".")[0] not in MODULES or "random" in module.split("."):
        yield module
    yield from (f"{alias.name} of {module}" for alias in names if alias.name in ("*", "random") or alias.name in HIDDEN)


def _kept_by(function: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> Iterator[str]:
    """Yield what a function may keep from one call to the next."""
    defaults = [*function.args.defaults, *function.args.kw_defaults]
    if not all(each is None or isinstance(each, ast.Constant | ast.Name | ast.Attribute) for each in defaults):
        yield "a default that can change"
    if getattr(function, "decorator_list", []):
        yield "a decorator"
