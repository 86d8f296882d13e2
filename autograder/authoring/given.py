"""What a lesson is given of the reference package: only the wanted functions, and what those need of their modules."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from autograder.authoring.cells import BrokenCell, statements, without_markers
from autograder.authoring.course import Lesson
from autograder.authoring.pipeline import require_earlier
from autograder.errors import CourseError

HEADER = '"""What this lesson is given of {module}: made by `autograder build`, not to be edited."""\n'
PACKAGE = '"""Functions that this lesson builds on: the answers of earlier lessons, and helpers of the course."""\n'

Wanted = dict[str, set[str]]  # module -> names


def given_files(notebook: NotebookNode, lesson: Lesson) -> dict[str, str]:
    """Return the files of `given/`, name -> text, for a notebook that says `from given.X import f`."""
    modules = closure(imported_names(notebook), lesson)
    if not modules:
        return {}
    files = {_file_of(name): module.text() for name, module in modules.items()}
    packages = {f"{Path(file).parent / '__init__.py'}": PACKAGE for file in files}
    return dict(sorted(({"__init__.py": PACKAGE} | packages | files).items()))


def _file_of(module: str) -> str:
    """Return the path in `given/` of a module: `layers/rnn.py`, or `layers/__init__.py` where it is a package."""
    inner = module.removeprefix("solutions.").replace(".", "/")
    return f"{inner}/__init__.py" if Path(_origin(module)).name == "__init__.py" else f"{inner}.py"


def _origin(module: str) -> str:
    spec = importlib.util.find_spec(module) if importlib.util.find_spec("solutions") else None
    if spec is None or spec.origin is None:
        raise CourseError(f"There is no module {module} to take functions from.")
    return spec.origin


def imported_names(notebook: NotebookNode) -> Wanted:
    """Return what the notebook's cells import from `given`, as names of the reference package."""
    wanted: Wanted = {}
    for node in (node for cell in notebook.cells for node in _walk(statements(cell))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("given."):
            module = "solutions." + (node.module or "").removeprefix("given.")
            wanted.setdefault(module, set()).update(alias.name for alias in node.names)
    return wanted


def closure(wanted: Wanted, lesson: Lesson) -> dict[str, Module]:
    """Return the wanted modules with everything that the wanted names need, over all modules of the package."""
    modules: dict[str, Module] = {}
    open_names = [(module, name) for module, names in wanted.items() for name in sorted(names)]
    while open_names:
        path, name = open_names.pop()
        module = modules.setdefault(path, Module.read(path)) if path not in modules else modules[path]
        if name not in module.kept:
            _refuse_answers(path, name, lesson)
            open_names += module.keep(name)
    return modules


def _refuse_answers(module: str, name: str, lesson: Lesson) -> None:
    try:
        require_earlier(module, name, lesson)
    except BrokenCell as problem:
        raise CourseError(f"{lesson.path.name} imports something that needs {name}: {problem}") from None


@dataclass
class Module:
    """A module of the reference package, of which some names are kept."""

    path: str
    source: str
    body: list[ast.stmt]
    kept: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, path: str) -> Module:
        """Read a module of the reference package by its dotted name."""
        source = Path(_origin(path)).read_text(encoding="utf-8")
        return cls(path, source, ast.parse(source).body)

    def keep(self, name: str) -> list[tuple[str, str]]:
        """Keep a name; return the names that it needs, as (module, name)."""
        binding = [statement for statement in self.body if name in bound_names(statement)]
        if not binding:
            raise CourseError(f"{self.path} has no {name}.")
        self.kept.add(name)
        return [need for statement in binding for need in self._needs(statement, name)]

    def _needs(self, statement: ast.stmt, name: str) -> Iterator[tuple[str, str]]:
        if isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith("solutions."):
            original = next(alias.name for alias in statement.names if (alias.asname or alias.name) == name)
            yield statement.module or "", original
        own = {bound for each in self.body for bound in bound_names(each)}
        for used in sorted(used_names(statement) & own):
            yield self.path, used

    def text(self) -> str:
        """Return the kept part of the module as source text."""
        imports, rest = [], []
        for statement in self.body:
            if isinstance(statement, (ast.Import, ast.ImportFrom)):
                imports += self._import(statement)
            elif self.kept & set(bound_names(statement)):
                rest.append(self._segment(statement))
        return "\n\n\n".join(["\n".join([HEADER.format(module=self.path), *imports]).rstrip(), *rest]) + "\n"

    def _import(self, statement: ast.Import | ast.ImportFrom) -> list[str]:
        is_future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
        names = [alias for alias in statement.names if is_future or _bound_by(alias) in self.kept]
        if not names:
            return []
        text = ast.unparse(type(statement)(**{**vars(statement), "names": names}))
        return [text.replace("from solutions.", "from given.", 1)]

    def _segment(self, statement: ast.stmt) -> str:
        """Return a statement's own text, with the comment right above it, without solution markers."""
        lines = self.source.split("\n")
        decorators = getattr(statement, "decorator_list", [])
        first = min(node.lineno for node in [statement, *decorators]) - 1
        while first and lines[first - 1].startswith("#"):
            first -= 1
        return without_markers("\n".join(lines[first : statement.end_lineno]))


def bound_names(statement: ast.stmt) -> list[str]:
    """Return the names that a top-level statement binds in its module."""
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
        return [statement.name]
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return [_bound_by(alias) for alias in statement.names]
    return [node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]


def used_names(statement: ast.stmt) -> set[str]:
    """Return every name that a statement reads, wherever in it."""
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def _bound_by(alias: ast.alias) -> str:
    return alias.asname or alias.name.split(".")[0]


def _walk(body: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    return (node for statement in body for node in ast.walk(statement))
