"""What a statement touches, beyond the names that stand in it: values that share memory, and what functions change."""

from __future__ import annotations

from collections.abc import Iterable

from autograder.grading.notebook.learners_names import Learners
from autograder.grading.notebook.statements import Statement


class Sharing:
    """Which names may stand for the same memory anywhere in a notebook, and what a call of its functions may change.

    Args:
        course: the statements of the course.
        learners: the cells of the learner.
        trusting: whether no memory is shared.

    Attributes:
        variables: names that are bound to something else than a module, a function or a constant. All others stand
            for what nothing changes in place.
    """

    def __init__(self, course: list[Statement], learners: list[Learners], *, trusting: bool = False) -> None:
        values = [(each.bound - each.modules - each.functions) | each.stored for each in course]
        self.variables = frozenset().union(*values, *(found.values for found in learners))
        self._calls: dict[str, set[str]] = {}  # what a call of a function may change, or calls
        self._group: dict[str, set[str]] = {}
        for each in course:
            for names in () if trusting else each.shared:
                self._join(names)
            if each.defines:
                self._note(each.bound, each.changed | (each.read - self.variables))
        for found in learners:
            for names in found.together:
                self._join(names)
            for name, used in found.uses.items():
                self._note({name} - self.variables, used)

    def touched_by(self, statement: Statement) -> frozenset[str]:
        """Return the names that a statement binds or whose values it may change."""
        if statement.defines:
            return statement.bound
        changed = (statement.changed | self._called_by(statement.read)) & self.variables
        return statement.bound.union(changed, *(self._group.get(name, ()) for name in changed))

    def _called_by(self, names: Iterable[str]) -> set[str]:
        """Return what calls of functions with these names may change, and calls of those that they call."""
        ahead, seen, changed = [*names], set[str](), set[str]()
        while ahead:
            name = ahead.pop()
            if name not in seen:
                seen.add(name)
                used = self._calls.get(name, set())
                ahead += used
                changed |= used
        return changed

    def _note(self, functions: Iterable[str], used: Iterable[str]) -> None:
        for name in functions:
            self._calls.setdefault(name, set()).update(used)

    def _join(self, names: frozenset[str]) -> None:
        joined = set().union(*(self._group.get(name, {name}) for name in names & self.variables))
        for name in joined:
            self._group[name] = joined
