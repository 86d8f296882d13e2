"""The text of a learner's function that is to stand in the course: it computes, and can do nothing else.

What stands in the course is run by whoever builds or grades it, outside of any sandbox. So a text is taken apart and
written anew from what is listed here: everything else refuses it. A person reads what is left before it is run.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Container, Iterator

LONGEST = 6_000  # characters
MOST_LINES = 120
MODULES = {"numpy", "math"}
# The names that builtins has and a text may use, if only for a variable of its own.
_BUILTINS = """
    abs all any bool complex dict divmod enumerate filter float frozenset int isinstance len list map max min
    pow range repr reversed round set slice sorted str sum tuple zip ArithmeticError AssertionError Exception
    IndexError KeyError OverflowError StopIteration TypeError ValueError ZeroDivisionError NotImplementedError
    id hash iter next ord chr print
"""
# What may be asked of arrays, numbers, texts, lists, dicts, sets and generators.
_METHODS = """
    T add all any append argmax argmin argsort astype choice clear clip conj conjugate copy count cumprod cumsum
    diagonal difference discard dot dtype endswith extend fill flat flatten get imag index insert integers
    intersection isalnum isalpha isdigit islower isspace issubset isupper item items itemsize join keys lower
    lstrip max mean min nbytes ndim nonzero normal permutation pop prod random ravel real remove repeat replace
    reshape reverse round rstrip searchsorted setdefault shape shuffle size sort split splitlines squeeze
    standard_normal startswith std strip sum swapaxes take title tolist trace transpose uniform union update
    upper values var
"""
# What may be asked of NumPy and of math: functions of numbers and arrays, types, constants.
_FUNCTIONS = """
    abs absolute allclose amax amin arange arctan arctanh argpartition argwhere around array array_equal
    array_split asarray ascontiguousarray asfortranarray atleast_1d atleast_2d average bincount block bool_
    broadcast_to cbrt ceil column_stack complex128 concatenate cos cosh cross deg2rad delete det diag diff
    divide dsplit dstack e eig eigh eigvals eigvalsh einsum empty empty_like equal errstate exp exp2 expand_dims
    expm1 eye fabs finfo fix flatnonzero flip fliplr flipud float16 float32 float64 floor floor_divide fmax fmin
    fsum full full_like gcd greater greater_equal heaviside histogram hstack hypot identity iinfo inf inner
    int16 int32 int64 int8 intp inv invert isclose isfinite isin isinf isnan ix_ kron less less_equal linalg
    linspace lstsq log log10 log1p log2 logaddexp logical_and logical_not logical_or logical_xor logspace matmul
    matrix_power matrix_rank maximum median meshgrid minimum mod moveaxis multiply nan nan_to_num nanmax nanmean
    nanmin nansum ndarray ndenumerate negative newaxis norm not_equal ones ones_like outer pad partition
    percentile pi pinv polyfit polyval positive power qr quantile rad2deg reciprocal remainder resize roll
    rollaxis rot90 row_stack sign sin sinh solve sqrt square stack subtract svd tan tanh tensordot tile tril
    triu trunc uint8 unique vdot vstack where zeros zeros_like
"""
BUILTINS, METHODS = set(_BUILTINS.split()), set(_METHODS.split())
FUNCTIONS = set(_FUNCTIONS.split()) | METHODS - {"random"}
STATEMENTS = (
    ast.FunctionDef, ast.Return, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.For, ast.While, ast.If, ast.Raise,
    ast.Try, ast.Assert, ast.Expr, ast.Pass, ast.Break, ast.Continue, ast.Import, ast.ImportFrom, ast.Delete, ast.With,
)  # fmt: skip
REFUSED_EXPRESSIONS = (ast.Await,)


class DoesMore(ValueError):
    """A text that may do more than compute, or that cannot be read; the message says what it holds."""


def function_alone(cell: str, name: str, known: Container[str]) -> str:
    """Return a function of a learner's cell as the text of one function, with its helpers inside it.

    Args:
        cell: the text of the cell.
        name: of the function.
        known: the names that stand ready where the text will run.

    Raises:
        DoesMore: it may do more than compute.
    """
    try:
        body = ast.parse(cell[: 4 * LONGEST + 1]).body if len(cell) <= 4 * LONGEST else []
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise DoesMore("cannot be read as Python") from None
    functions = [each for each in body if isinstance(each, ast.FunctionDef)]
    mine = next((each for each in reversed(functions) if each.name == name), None)
    if mine is None:
        raise DoesMore(f"has no function {name} that can be read, or is too long")
    try:
        helpers = _needed(mine, [each for each in body if each is not mine])
        mine.body = [*helpers, *mine.body]
        for each in ast.walk(mine):
            if isinstance(each, ast.FunctionDef):
                each.body = _without_docstring(each.body)
        mine.returns, mine.decorator_list = None, _refused_decorators(mine)
        text = ast.unparse(ast.fix_missing_locations(mine))
        _check(ast.parse(text), known)
    except (RecursionError, SyntaxError, ValueError) as problem:
        raise problem if isinstance(problem, DoesMore) else DoesMore("cannot be read as Python") from None
    if len(text) > LONGEST or text.count("\n") >= MOST_LINES:
        raise DoesMore(f"is longer than {LONGEST} characters or {MOST_LINES} lines")
    return text


def _refused_decorators(function: ast.FunctionDef) -> list[ast.expr]:
    if function.decorator_list:
        raise DoesMore("has a decorator")
    return []


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    """Return statements without texts that stand alone: these say something and do nothing."""
    return [each for each in body if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))] or body


def _needed(function: ast.FunctionDef, others: list[ast.stmt]) -> list[ast.stmt]:
    """Return the statements beside a function that it needs, in their order: imports, helpers, constants."""
    needed, names = set[int](), _read(function)
    for _ in others:
        for number, each in enumerate(others):
            if number not in needed and _binds(each) & names:
                needed.add(number)
                names |= _read(each)
    return [each for number, each in enumerate(others) if number in needed]


def _read(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def _binds(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.FunctionDef):
        return {statement.name}
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name for alias in statement.names}
    if isinstance(statement, ast.Assign):
        return {target.id for target in statement.targets if isinstance(target, ast.Name)}
    return set()


# ------------------------------------------------------------------------------------------------- what is allowed


def _check(tree: ast.Module, known: Container[str]) -> None:
    """Raise DoesMore where something in a text is not listed."""
    modules = {"np", "math"} | {name for node in ast.walk(tree) for name in _modules(node)}
    bound = {name for node in ast.walk(tree) for name in _bound(node)}
    attributes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        for text in _texts(node):
            if "__" in text or not (text.isascii() and text.isprintable()):
                raise DoesMore(f"holds the name or text {text[:40]!a}")
        if isinstance(node, REFUSED_EXPRESSIONS) or (isinstance(node, ast.stmt) and not isinstance(node, STATEMENTS)):
            raise DoesMore(f"holds {type(node).__name__.lower()}")
        if isinstance(node, ast.Attribute):
            _check_attribute(node, modules)
        if isinstance(node, ast.Name) and node.id in modules and (id(node) not in attributes or _is_stored(node)):
            raise DoesMore(f"uses the module {node.id} as a value")
        if isinstance(node, ast.Name) and node.id not in BUILTINS | modules and not _is_own(node.id, bound, known):
            raise DoesMore(f"uses {node.id[:40]}, which is none of its own names")
        if isinstance(node, (ast.With, ast.FunctionDef)):
            _check_block(node)


def _is_own(name: str, bound: Container[str], known: Container[str]) -> bool:
    # A name that is bound in one place, in a comprehension say, is that of a builtin everywhere else.
    return not hasattr(builtins, name) and (name in bound or name in known)


def _is_stored(node: ast.Name) -> bool:
    return not isinstance(node.ctx, ast.Load)


def _check_attribute(node: ast.Attribute, modules: set[str]) -> None:
    if not isinstance(node.ctx, ast.Load):
        raise DoesMore(f"sets the attribute {node.attr}")
    base = node.value
    of_module = isinstance(base, ast.Name) and base.id in modules
    of_linalg = isinstance(base, ast.Attribute) and base.attr == "linalg"
    if node.attr not in (FUNCTIONS if of_module or of_linalg else METHODS):
        raise DoesMore(f"asks for {node.attr[:40]!r}")


def _check_block(node: ast.With | ast.FunctionDef) -> None:
    if isinstance(node, ast.FunctionDef):
        if node.decorator_list:
            raise DoesMore("has a decorator")
        return
    for item in node.items:
        call = item.context_expr
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "errstate"):
            raise DoesMore("holds with")
        if item.optional_vars:
            raise DoesMore("holds with ... as")


def _modules(node: ast.AST) -> Iterator[str]:
    """Yield the names that an import gives to modules; raise DoesMore for any but NumPy and math."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            if alias.name not in MODULES:
                raise DoesMore(f"imports {alias.name[:40]}")
            yield alias.asname or alias.name
    elif isinstance(node, ast.ImportFrom):
        for alias in node.names:
            if node.level or node.module not in MODULES or alias.name not in FUNCTIONS - {"linalg"}:
                raise DoesMore(f"imports {alias.name[:40]} from {(node.module or '.')[:40]}")


def _bound(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and _is_stored(node):
        yield node.id
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, (ast.FunctionDef, ast.ExceptHandler)):
        yield node.name or ""
    elif isinstance(node, ast.ImportFrom):
        yield from (alias.asname or alias.name for alias in node.names)


def _texts(node: ast.AST) -> Iterator[str]:
    """Yield all names and texts of a node."""
    for field in ("id", "attr", "arg", "name", "asname", "module", "value"):
        text = getattr(node, field, None)
        if isinstance(text, (str, bytes)):
            yield text if isinstance(text, str) else repr(text)
