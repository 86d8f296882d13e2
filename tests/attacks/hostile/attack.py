"""What an attack is, and the few words in which the families write theirs."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from grading.grading_fixtures import FULL, LESSON, NAMES, as_bytes, cell_of, handed_in, insert_after, solution
from nbformat import NotebookNode

CELL, LOOP = NAMES
HONEST = (FULL[0], 0.0)  # one exercise is solved, the other is left as it was
PLANTED = "planted_by_a_submission"  # must never stand where a browser runs it, nor name a file of the host

Plan = Callable[[NotebookNode, Path], "bytes | None"]


@dataclass(frozen=True)
class Attack:
    """One hostile submission.

    Attributes:
        family: what kind of thing it tries.
        name: what it does, in words.
        plan: given a notebook with one exercise solved, and the folder that is handed in, changes them. It returns
            None where the notebook is to be written, bytes where they are, b"" where nothing is.
        points: what honesty gives for the two exercises; None where the file cannot be graded at all.
        off_stock: why stock nbgrader is not tried with it, if it is not.
    """

    family: str
    name: str
    plan: Plan
    points: tuple[float, float] | None = HONEST
    off_stock: str = ""

    def hand_in(self, notebook: NotebookNode, folder: Path) -> None:
        """Write the submission into `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        data = self.plan(notebook, folder)
        if data != b"":
            (folder / f"{LESSON}.ipynb").write_bytes(as_bytes(notebook) if data is None else data)


class Family:
    """A list of attacks; its two decorators and `runs` add to it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.attacks: list[Attack] = []

    def __call__(self, **options: object) -> Callable[[Plan], Plan]:
        """Declare a plan an attack; `options` are those of Attack."""

        def declare(plan: Plan) -> Plan:
            self._add(plan.__name__.replace("_", " "), plan, options)
            return plan

        return declare

    def runs(self, name: str, code: str, *, answer: str = "", **options: object) -> None:
        """Add an attack that runs `code` in a first cell and hands in `answer` for the exercise that is not solved."""

        def plan(notebook: NotebookNode, folder: Path) -> None:
            first(notebook, code)
            if answer:
                cell_of(notebook, LOOP).source = dedent(answer).strip()

        self._add(name, plan, options)

    def _add(self, name: str, plan: Plan, options: dict[str, object]) -> None:
        self.attacks.append(Attack(self.name, name, plan, **options))  # type: ignore[arg-type]


def half_solved() -> NotebookNode:
    """The notebook that every attack starts from."""
    return handed_in({CELL: solution(CELL)})


def beside_the_right_one(code: str) -> str:
    """The right answer to the exercise that is not solved, as `right`, and `code` that makes something else of it."""
    return f"{solution(LOOP).replace(f'def {LOOP}', 'def right')}\n\n{dedent(code).strip()}"


def first(notebook: NotebookNode, code: str) -> None:
    """Put a cell at the start."""
    if code:
        insert_after(notebook, "", dedent(code).strip())


def after(notebook: NotebookNode, grade_id: str, code: str) -> None:
    """Put a cell after a known one."""
    insert_after(notebook, grade_id, dedent(code).strip())


def in_order(families: list[Family]) -> list[Attack]:
    return list(itertools.chain.from_iterable(family.attacks for family in families))
