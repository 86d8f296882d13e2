"""When something was handed in, and who says so.

What a learner controls is not believed: the times inside an archive, or anything that a notebook says. In the order
in which a policy may name them:

    list        a CSV file of the instructor's
    platform    what a learning platform wrote beside the submissions that it exported
    exchange    timestamp.txt, which nbgrader's exchange wrote beside the notebook, with the learner's rights
    file        when the file that the instructor placed was last changed
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from autograder.errors import CourseError
from autograder.grading.files import read_regular
from autograder.grading.intake import Roster, Submission
from autograder.grading.intake.names import identity_of
from autograder.grading.policy.read import in_zone
from autograder.grading.policy.rules import Late, Policy

Listed = Mapping[tuple[str, str], datetime]
COLUMNS = {"student": "student", "id": "student", "lesson": "lesson", "time": "time", "handed_in": "time"}
STAMP = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?) ([+-]\d{4}|UTC)")  # as nbgrader writes it
WITH_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d", re.ASCII)
STAMP_BYTES = 100


def read_handed_in(
    path: Path, lessons: Collection[str], policy: Policy | None = None, roster: Roster | None = None
) -> dict[tuple[str, str], datetime]:
    """Read when things were handed in: a CSV file with the columns student, lesson and time.

    Of several times of one learner and lesson the latest counts, since it is the latest notebook that is graded.

    Returns:
        the times in UTC, by learner and lesson.

    Raises:
        CourseError: it cannot be read, lacks a column, or has a time, a lesson or a learner that is none.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise CourseError(f"The list {path} cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError:
        raise CourseError(f"The list {path} is no text in UTF-8; save it as such.") from None
    found: dict[tuple[str, str], datetime] = {}
    for number, row in _rows(path, text):
        where = f"{path}, line {number}"
        if row["lesson"] not in lessons:
            raise CourseError(f"{where}: there is no lesson {row['lesson']!r}; there are {', '.join(sorted(lessons))}.")
        key = (_student(where, row["student"], roster), row["lesson"])
        moment = _moment(where, row["time"], policy or Policy())
        found[key] = max(moment, found.get(key, moment))
    return found


def _rows(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    separator = max(",;\t", key=text.partition("\n")[0].count)
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        titles = [COLUMNS.get(title.strip().casefold(), "") for title in next(rows, [])]
        if sorted(filter(None, titles)) != ["lesson", "student", "time"]:
            raise CourseError(f"The list {path} should begin with the line student,lesson,time, each once.")
        for row in rows:
            if any(cell.strip() for cell in row):
                cells = {title: cell.strip() for title, cell in zip(titles, row, strict=False)}
                yield rows.line_num, {"student": "", "lesson": "", "time": ""} | cells
    except csv.Error as problem:
        raise CourseError(f"{path}, line {rows.line_num}: {problem}.") from None


def _student(where: str, person: str, roster: Roster | None) -> str:
    if not person:
        raise CourseError(f"{where}: there is no student.")
    known = roster.find(person)[0] if roster else identity_of(person)
    if not known:
        raise CourseError(f"{where}: {person!r} is not on the roster.")
    return known


def _moment(where: str, text: str, policy: Policy) -> datetime:
    said, example = f"{where}: {text[:100]!r}", "write it as 2026-11-02T23:59:00+01:00."
    if not WITH_TIME.match(text):  # without a time of day it would be read as the day's first moment
        raise CourseError(f"{said} is no date with a time of day; {example}")
    try:
        zoned = in_zone(datetime.fromisoformat(text), policy.zone if policy.given else None)
    except ValueError as problem:
        what = problem if str(problem).startswith("is in no year") else "is no time"
        raise CourseError(f"{said} {what}; {example}") from None
    if zoned is None:
        raise CourseError(f"{said} has no time zone; {example}")
    return zoned


@dataclass(frozen=True)
class Times:
    """What is known of one submission's time, and what the rules make of it.

    Attributes:
        handed_in: in UTC; None where nobody who is believed says so.
        told_by: who does.
        due: until when this learner had; None where the lesson is not due at all.
        first_due: until when those without an extension had.
        late: what being late costs.
        ruled: whether there are rules at all.
    """

    handed_in: datetime | None = None
    told_by: str = ""
    due: datetime | None = None
    first_due: datetime | None = None
    late: Late = field(default_factory=Late)
    ruled: bool = False

    @property
    def seconds_late(self) -> float:
        """How long after it was due it was handed in; 0 where it was not, or where that is not known."""
        if self.handed_in is None or self.due is None:
            return 0.0
        return max(0.0, (self.handed_in - self.due).total_seconds())

    def penalty(self, score: float, possible: float) -> float:
        """Return the points that are taken off."""
        return self.late.penalty(self.seconds_late, score, possible)


@dataclass(frozen=True)
class Terms:
    """A policy, and the instructor's list of when things were handed in."""

    policy: Policy = field(default_factory=Policy)
    listed: Listed = field(default_factory=dict)

    def times(self, submission: Submission, lesson: str, before: tuple[datetime | None, str] = (None, "")) -> Times:
        """Return what is known of a submission's time.

        Args:
            submission: with the learner's identity.
            lesson: which lesson it is of.
            before: what was known of the same submission when it was graded before, and from whom.
        """
        student, rules = submission.student, self.policy.rules(lesson)
        handed_in, told_by = self._handed_in(submission, lesson)
        if handed_in is None:
            handed_in, told_by = before
        return Times(
            handed_in,
            told_by,
            self.policy.due(student, lesson),
            rules.due,
            rules.late,
            self.policy.given,
        )

    def _handed_in(self, submission: Submission, lesson: str) -> tuple[datetime | None, str]:
        if told := self.listed.get((submission.student, lesson)):  # whoever gives a list means it
            return told, "list"
        for source in self.policy.believe:
            match source:
                case "platform":
                    told = submission.handed_in
                case "exchange":
                    told = stamped(submission)
                case "file":
                    told = last_changed(submission.placed)
            if told is not None:
                return told, source
        return None, ""


def stamped(submission: Submission) -> datetime | None:
    """Return what nbgrader's exchange wrote beside a notebook; None in an archive, whose files are all the learner's.

    It is read by the letter: a learner may have written anything in its place.
    """
    if submission.folder is None or submission.label:
        return None
    try:
        text = read_regular(submission.folder / "timestamp.txt", STAMP_BYTES).decode("ascii").strip()
        found = STAMP.fullmatch(text)
        if not found:
            return None
        offset = "+0000" if found[2] == "UTC" else found[2]
        return datetime.fromisoformat(f"{found[1]}{offset}").astimezone(UTC)
    except (OSError, ValueError, OverflowError):
        return None


def last_changed(placed: Path | None) -> datetime | None:
    """Return when a file that an instructor placed was last changed."""
    try:
        return datetime.fromtimestamp(placed.lstat().st_mtime, UTC) if placed else None
    except (OSError, ValueError, OverflowError):
        return None
