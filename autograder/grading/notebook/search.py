"""The search for the statements of the course that something follows from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from functools import cached_property

from autograder.grading.notebook.learners_names import Learners
from autograder.grading.notebook.sharing import Sharing
from autograder.grading.notebook.statements import Statement

Place = tuple[int, int]  # a cell, and which of its statements
END = (10**9, 0)  # a place below all others


class Search:
    """Keeps the statements that are needed, and those that they need.

    Args:
        course: the statements of the course.
        learners: the names in the cells of the learner, by position.

    Attributes:
        kept: the places of the statements that are needed.
    """

    def __init__(self, course: Mapping[Place, Statement], learners: Mapping[int, Learners]) -> None:
        self.course, self._learners = course, learners
        self._sharing = Sharing([*course.values()], [*learners.values()])
        self._touched = {place: self._sharing.touched_by(each) for place, each in course.items()}
        self._until: dict[str, Place] = {}  # the last place where a name is read
        self.kept: set[Place] = set()

    def need(self, names: Set[str], place: Place) -> None:
        """Note that names are read at a place."""
        for name in names:
            self._until[name] = max(place, self._until.get(name, place))

    def keep(self, *places: Place) -> None:
        """Keep some statements, and then what is needed until nothing more is."""
        self._take(places)
        while more := [place for place in self.course if place not in self.kept and self._is_needed(place)]:
            self._take(more)

    def _take(self, places: Iterable[Place]) -> None:
        for place in places:
            statement = self.course[place]
            self.kept.add(place)
            self.need(statement.read - statement.later, place)
            self.need(statement.later, END)

    def goes_on_after(self, place: Place) -> bool:
        """Tell whether more of a statement's cell is needed."""
        return any(kept[0] == place[0] and kept > place for kept in self.kept)

    def _is_needed(self, place: Place) -> bool:
        """Tell whether a statement makes or changes what is read after it, or decides whether more of its cell runs."""
        if any(self._until[name] > place for name in self._touched[place] & self._until.keys()):
            return True
        return self.goes_on_after(place) and place in self._may_fail

    @cached_property
    def _may_fail(self) -> set[Place]:
        """The statements in which something of the learner's may raise; all others of the course are known to run."""
        known = self._sharing.variables
        theirs = set[str]().union(*(found.bound | (found.read & known) for found in self._learners.values()))
        while True:
            found = {place for place, each in self.course.items() if each.read & theirs}
            more = set[str]().union(*(self._touched[place] for place in found)) - theirs
            if not more:
                return found
            theirs |= more


def followed_back(
    course: Mapping[Place, Statement], needs: Mapping[Place, Set[str]], lasting: Set[str], asked: Set[Place]
) -> set[Place]:
    """Return the places of statements that some names and statements follow from, where a call does what it shows.

    Args:
        course: the statements of the course, as one who trusts calls reads them.
        needs: names that are read, by the place where.
        lasting: names that are read below all.
        asked: places of statements that run in any case.
    """
    sharing = Sharing([*course.values()], [], trusting=True)
    touched = {place: sharing.touched_by(each) for place, each in course.items()}
    while True:
        kept = _once_back(course, touched, needs, asked, lasting)
        more = set[str]().union(*(course[place].later for place in kept)) - lasting
        if not more:
            return kept
        lasting = lasting | more


def _once_back(
    course: Mapping[Place, Statement],
    touched: Mapping[Place, Set[str]],
    needs: Mapping[Place, Set[str]],
    asked: Set[Place],
    lasting: Set[str],
) -> set[Place]:
    """Go through the statements from the last to the first; names in `lasting` are read after all of them."""
    read, kept = set[str](), set[Place]()
    for place in sorted({*course, *needs}, reverse=True):
        read |= needs.get(place, set())
        if place in course and (place in asked or touched[place] & (read | lasting)):
            kept.add(place)
            read -= course[place].bound if course[place].sure else set()
            read |= course[place].read - course[place].later
    return kept
