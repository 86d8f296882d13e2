"""The class at a glance: scores, the hardest exercise, and which mistake how many have."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import mean

from rich.table import Table

from autograder.grading.books.results import Result


@dataclass(frozen=True)
class ExerciseOfClass:
    """How a class did on one exercise."""

    name: str
    learners: int
    not_written: int
    share: float  # of all its points, over all learners
    mistakes: tuple[tuple[str, str, int], ...]  # (misconception, what it is, how many have it), most frequent first


def exercises_of_class(results: list[Result]) -> list[ExerciseOfClass]:
    """Return the exercises of a class, the hardest first."""
    entries = defaultdict(list)
    for result in results:
        for entry in result.exercises:
            entries[entry["exercise"]].append(entry)
    found = [
        ExerciseOfClass(
            name,
            len(those),
            sum(not entry["attempted"] for entry in those),
            mean(entry["points"] / entry["possible"] for entry in those),
            _mistakes(those),
        )
        for name, those in entries.items()
    ]
    return sorted(found, key=lambda exercise: exercise.share)


def _mistakes(entries: list[dict[str, object]]) -> tuple[tuple[str, str, int], ...]:
    """Count learners by misconception: one who fails two checks for one reason has it once."""
    counts: Counter[str] = Counter()
    says: dict[str, str] = {}
    for entry in entries:
        checks: list[dict[str, str]] = entry["checks"]  # type: ignore[assignment]
        own = {check["misconception"]: check["cause"] for check in checks if check["misconception"]}
        counts.update(own.keys())
        says |= own
    return tuple((name, says[name], count) for name, count in counts.most_common())


def score_table(results: list[Result]) -> Table:
    """Return the scores as a table, one line a submission."""
    table = Table("student", "lesson", "score", "outcome")
    for result in sorted(results, key=lambda result: result.student):
        known = result.outcome != "not graded"
        late = f", {result.penalty:g} off for being late" if result.penalty else ""
        marks = f", {result.to_mark} to mark" if result.to_mark else ""
        score = f"{result.score:g} of {result.possible:g}{late}{marks}"
        outcome = result.outcome + (f": {result.reason}" if result.reason else "")
        table.add_row(*map(_plain, (result.student, result.lesson, score if known else "", outcome)))
    return table


def _plain(text: str) -> str:
    """Return text whose square brackets are shown and not taken for markup."""
    return visible(text).replace("[", r"\[")


def visible(text: str) -> str:
    """Return text that moves no cursor and no other letter: a learner chooses names, and a terminal obeys them."""
    return "".join(letter if letter.isprintable() else f"[U+{ord(letter):04X}]" for letter in text)


def class_table(results: list[Result]) -> Table:
    """Return how the class did on each exercise, the hardest first."""
    table = Table("exercise, the hardest first", "points", "not written", "most frequent mistakes")
    for exercise in exercises_of_class(results):
        mistakes = "\n".join(f"{count} x {name.replace('_', ' ')}" for name, _, count in exercise.mistakes[:3])
        table.add_row(
            exercise.name, f"{exercise.share:.0%}", f"{exercise.not_written} of {exercise.learners}", mistakes
        )
    return table
