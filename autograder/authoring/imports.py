"""Adding an import to a module's text, in the place where ruff sorts it; all other text stays as it is."""

from __future__ import annotations

import ast
import sys

LINE = 120
FIRST_PARTY = {"autograder", "data", "figures", "solutions"}

Import = ast.Import | ast.ImportFrom


def with_imports(source: str, *wanted: str) -> str:
    """Return a module's text with these import statements, each of one name; what it imports already stays once."""
    for statement in wanted:
        (node,) = ast.parse(statement).body
        assert isinstance(node, Import)
        source = _with(source, node)
    return source


def with_export(source: str, module: str, name: str) -> str:
    """Return a package's text that imports `name` from `module` and lists it in `__all__`.

    Raises:
        ValueError: the package has no `__all__ = [...]`.
    """
    source = with_imports(source, f"from {module} import {name}")
    for node in ast.parse(source).body:
        match node:
            case ast.Assign([ast.Name("__all__")], ast.List(names)):
                exported = sorted({name, *(ast.literal_eval(each) for each in names)}, key=_by_kind)
                quoted = [f'"{each}"' for each in exported]
                return _replaced(source, node, _fitting("__all__ = [{}]", quoted))
    raise ValueError("it has no __all__ = [...] to enter a name into")


def _with(source: str, wanted: Import) -> str:
    imports = [node for node in ast.parse(source).body if isinstance(node, Import)]
    same = [node for node in imports if _key(node) == _key(wanted)]
    if any(_names(wanted) <= _names(node) for node in same):
        return source
    # A comment on an import says something of its names: such a statement is left alone.
    plain = [node for node in same if "#" not in "".join(_lines(source)[node.lineno - 1 : node.end_lineno])]
    if plain and isinstance(wanted, ast.ImportFrom):
        return _replaced(source, plain[0], _text(wanted, _names(wanted) | _names(plain[0])))
    return _inserted(source, imports, wanted)


def _inserted(source: str, imports: list[Import], wanted: Import) -> str:
    """Return the text with a statement in its own line, sections parted by a blank one."""
    lines, text = _lines(source), _text(wanted, _names(wanted))
    section = [node for node in imports if _key(node)[0] == _key(wanted)[0]]
    before = [node for node in section or imports if _key(node) <= _key(wanted)]
    if before:
        at, block = before[-1].end_lineno or 0, [text] if section else ["", text]
    elif imports:
        at, block = (section or imports)[0].lineno - 1, [text] if section else [text, ""]
    else:
        at = _end_of_docstring(source)
        block = ["", text] if at else [text, ""]
    return "\n".join([*lines[:at], *block, *lines[at:]]) + "\n"


def _end_of_docstring(source: str) -> int:
    match ast.parse(source).body:
        case [ast.Expr(ast.Constant(str())) as docstring, *_]:
            return docstring.end_lineno or 0
    return 0


def _replaced(source: str, node: ast.stmt, text: str) -> str:
    lines = _lines(source)
    return "\n".join([*lines[: node.lineno - 1], text, *lines[node.end_lineno :]]) + "\n"


def _lines(source: str) -> list[str]:
    return source.removesuffix("\n").split("\n") if source else []


# ------------------------------------------------------------------------------------------------- as ruff has it


def _key(node: Import) -> tuple[int, bool, str]:
    """Return the section of an import, whether it begins with `from`, and its module: the order of imports."""
    relative = isinstance(node, ast.ImportFrom) and node.level > 0
    module = (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
    top = module.partition(".")[0]
    others = top not in FIRST_PARTY and not relative
    known = [top == "__future__", top in sys.stdlib_module_names and not relative, others, not relative, True]
    return known.index(True), isinstance(node, ast.ImportFrom), module


def _names(node: Import) -> set[tuple[str, str | None]]:
    return {(alias.name, alias.asname) for alias in node.names}


def _text(node: Import, names: set[tuple[str, str | None]]) -> str:
    sorted_names = sorted(names, key=lambda alias: _by_kind(alias[0]))
    written = [f"{name} as {other}" if other else name for name, other in sorted_names]
    if isinstance(node, ast.Import):
        return f"import {written[0]}"
    line = f"from {node.module} import {{}}"
    return _fitting(line, written, in_lines=f"from {node.module} import ({{}})")


def _by_kind(name: str) -> tuple[int, str]:
    """Return what sorts constants before classes before functions."""
    return (0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2), name


def _fitting(line: str, items: list[str], *, in_lines: str = "") -> str:
    """Return a statement on one line or, where that is too long, with one item a line."""
    short = line.format(", ".join(items))
    if len(short) <= LINE:
        return short
    return (in_lines or line).format("".join(["\n", *(f"    {item},\n" for item in items)]))
