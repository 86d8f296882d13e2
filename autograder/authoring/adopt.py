"""A group of wrong answers becomes a registered mistake, with one sentence of a teacher.

The code that is registered is a learner's, taken apart and written anew (see `computes`). Nothing of it is run before a
person has read it.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.computes import DoesMore, function_alone
from autograder.authoring.course import require_solutions
from autograder.authoring.words import GRADE, flaws, grade, plain
from autograder.errors import CourseError
from autograder.exercise import Exercise
from autograder.exercises import find
from autograder.grading.class_report.excerpts import Excerpts
from autograder.grading.class_report.lesson import submissions_to
from autograder.grading.class_report.reading import read_results
from autograder.grading.class_report.unnamed import Failing, groups_among, unnamed_answers, wrong
from autograder.grading.groups.grouping import Group, Wrong
from autograder.hunt import Hunt
from autograder.reference import Alternatives, alternatives_to, namespace_with

MOST_WAYS = 4  # of one mistake that are registered
LONGEST_SAID, LONGEST_NAME, WORDS_OF_A_NAME = 300, 60, 6
NAME = re.compile(r"[a-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*")


@dataclass(frozen=True)
class Way:
    """One result that answers of a group have, and the answer that stands for it.

    Attributes:
        learners: whose answers return it, the one whose code is taken first.
        wrong: that answer, as it was graded.
        code: its function, written anew.
    """

    learners: tuple[str, ...]
    wrong: Wrong
    code: str


@dataclass(frozen=True)
class Proposal:
    """What can be registered of a group.

    Attributes:
        exercise: what it answers.
        group: the group.
        ways: one for each result that can be registered, that of the most learners first.
        refused: the learners whose answers cannot be registered, with the reason.
    """

    exercise: Exercise
    group: Group
    ways: tuple[Way, ...]
    refused: tuple[tuple[tuple[str, ...], str], ...]


def proposal(results: Path, exercise: str, group: int) -> Proposal:
    """Return what can be registered of a group of wrong answers; nothing is run.

    Args:
        results: the folder that `autograder grade` wrote to.
        exercise: its name.
        group: its number in the class report.

    Raises:
        CourseError: there is no such group, or no answer of it can be taken.
    """
    require_solutions("Mistakes are registered")
    declared = find(exercise)
    if isinstance(declared, Hunt):
        raise CourseError(f"{exercise} is a bug hunt, and those name no mistakes.")
    graded = [each for each in submissions_to(read_results(results), declared.lesson) if each.graded]
    failing = unnamed_answers(graded).get(exercise, {})
    groups = groups_among(failing)
    if not 1 <= group <= len(groups):
        there = f"Its groups are 1 to {len(groups)}" if groups else "It has none"
        raise CourseError(f"{exercise} has no group {group} in {results}. {there}; report.html there shows them.")
    folder = results if results.is_dir() else results.parent
    return _proposed(declared, groups[group - 1], failing, Excerpts(folder, declared.lesson))


def _proposed(exercise: Exercise, group: Group, failing: Failing, excerpts: Excerpts) -> Proposal:
    known, ways, refused = _known_to(exercise), list[Way](), list[tuple[tuple[str, ...], str]]()
    for learners in group.alike:
        found = dict[str, str]()
        reason = f"no more than {MOST_WAYS} results of a group are registered"
        for learner in learners if len(ways) < MOST_WAYS else ():
            try:
                found[learner] = function_alone(excerpts.cells(learner).get(exercise.name, ""), exercise.name, known)
            except DoesMore as problem:
                reason = f"the code {problem}"
        if not found:
            refused.append((learners, reason))
            continue
        answers = {learner: wrong(learner, failing[learner]) for learner in found}
        first = min(found, key=lambda learner: (not answers[learner].has_one_place, len(found[learner]), learner))
        ways.append(Way((first, *(each for each in learners if each != first)), answers[first], found[first]))
    if not ways:
        (_, reason), *_ = refused
        raise CourseError(f"No answer of this group can be registered: {reason}. Register the mistake by hand.")
    return Proposal(exercise, group, tuple(ways), tuple(refused))


def _known_to(exercise: Exercise) -> set[str]:
    """Return the names that a registered answer finds where it is run: functions and numbers of the course, and np."""
    namespace = namespace_with(exercise, "").items()
    return {"np"} | {
        name
        for name, value in namespace
        if not name.startswith("__")
        and (isinstance(value, (int, float, str)) or getattr(value, "__module__", "").startswith("solutions"))
    }


# ------------------------------------------------------------------------------------------------ sentence and name


def sentence(says: str, exercise: Exercise) -> str:
    """Return a teacher's sentence as it is registered; raise CourseError where it breaks the course's rules."""
    said = " ".join(says.split())
    if not said or not said.isprintable() or len(said) > LONGEST_SAID:
        raise CourseError(f"--says takes the sentence that these learners will read, of 1 to {LONGEST_SAID} letters.")
    said += "" if said.endswith((".", "?")) else "."
    if problems := list(flaws(f"This comes out when {said}")):
        raise CourseError(f"The sentence breaks a rule of the course. {' '.join(problems)}")
    texts = [check.title for check in exercise.checks] + [check.hint for check in exercise.checks]
    texts += [f"This comes out when {each.says}" for each in alternatives_to(exercise).all if each.says]
    if (level := grade(plain(" ".join([*texts, f"This comes out when {said}"])))) > GRADE:
        raise CourseError(
            f"With this sentence the texts of {exercise.name} have reading grade {level:.1f}, and {GRADE:g} is the "
            "most. Use shorter words."
        )
    return said


def name_for(says: str, given: str | None, exercise: Exercise) -> str:
    """Return the name of the mistake, made of the sentence where none is given; raise CourseError where it is taken."""
    words = re.findall(r"[A-Za-z][A-Za-z0-9]*", says)[:WORDS_OF_A_NAME]
    name = given or "_".join([*(word.lower() for word in words[:1]), *words[1:]])[:LONGEST_NAME]
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME or keyword.iskeyword(name):
        raise CourseError(
            f"{name!r} cannot name a mistake. Give one with --name: words of letters and digits, joined by underscores."
        )
    if taken := _taken(name, alternatives_to(exercise), exercise):
        raise CourseError(f"{taken} Choose another name with --name.")
    return name


def _taken(name: str, answers: Alternatives, exercise: Exercise) -> str:
    if any(each.name == name for each in answers.all):
        return f"{exercise.name} has a mistake or a variant called {name} already."
    text = module_file(exercise).read_text(encoding="utf-8")
    return f"{module_file(exercise).name} uses the name {name} already." if re.search(rf"\b{name}\b", text) else ""


def module_file(exercise: Exercise) -> Path:
    """Return the file in which the mistakes of an exercise are registered."""
    import solutions.alternatives as package

    return Path(package.__path__[0]) / f"{exercise.function}.py"


def names_of(ways: Sequence[Way], name: str) -> list[str]:
    """Return a name for each way of a mistake."""
    return [name if number == 1 else f"{name}_{number}" for number in range(1, len(ways) + 1)]
