"""Reading policy.toml: each mistake in it is said in one sentence, with its place and what to write."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, NoReturn, get_args
from zoneinfo import ZoneInfo

from autograder.errors import CourseError
from autograder.grading.intake.names import identity_of
from autograder.grading.policy.rules import EVERY_LESSON, Attempts, Extension, Late, Policy, Rules, Source, Unit

UNITS = {"minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}
LENGTH = re.compile(rf"(\d{{1,6}}) ({'|'.join(UNITS)})s?")
EXAMPLE = "2026-11-02T23:59:00"
YEARS = range(1970, 9000)  # beyond them, sums of dates and lengths may be no dates any more
LONGEST = timedelta(days=3_660)
TOP = ("time_zone", "believe", "late", "attempts", "lessons", "extensions")
LATE = ("percent", "per", "most", "of", "grace")
ATTEMPTS = ("allowed", "cool_down", "counts")


def read_policy(path: Path, lessons: Collection[str], students: Collection[str] | None = None) -> Policy:
    """Read the rules of a class.

    Args:
        path: a file in the form that docs/policy.md describes.
        lessons: the lessons that there are.
        students: who is in the class, where that is known.

    Raises:
        CourseError: it cannot be read, or something in it is not as it should be.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise CourseError(f"The policy {path} cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError:
        raise CourseError(f"The policy {path} is no text in UTF-8; save it as such.") from None
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:  # TOMLDecodeError, and a number that is too long
        raise CourseError(f"The policy {path} is no TOML: {str(problem)[:200]}.") from None
    return _Reader(path, lessons, students, _zone(path, data)).policy(data)


def _zone(path: Path, data: Mapping[str, Any]) -> tzinfo | None:
    name = data.get("time_zone")
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (TypeError, ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        raise CourseError(
            f"{path}: there is no time zone {name!r}; write one such as 'Europe/Berlin' or 'America/New_York'."
        ) from None


def in_zone(moment: datetime, zone: tzinfo | None) -> datetime | None:
    """Return a moment with its zone, in UTC; None where it has none.

    Where a clock that is set back shows a time twice, the later one is meant: nobody loses an hour by it.

    Raises:
        ValueError: its year is not in `YEARS`.
    """
    if moment.year not in YEARS:
        raise ValueError(f"is in no year from {YEARS[0]} to {YEARS[-1]}")
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    if zone is None:
        return None
    return max(moment.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))


@dataclass(frozen=True)
class _Reader:
    path: Path
    lessons: Collection[str]
    students: Collection[str] | None
    zone: tzinfo | None

    def policy(self, data: dict[str, Any]) -> Policy:
        self._known("the file", data, TOP)
        late = self._late("[late]", data.get("late", {}), Late())
        attempts = self._attempts("[attempts]", data.get("attempts", {}), Attempts())
        others = Rules(None, late, attempts)
        lessons = {}
        for name, table in self._table("lessons", data.get("lessons", {})).items():
            self._lesson(f"[lessons.{name}]", name)
            lessons[name] = self._rules(f"[lessons.{name}]", table, others)
        return Policy(
            lessons,
            others,
            self._extensions(data.get("extensions", []), lessons),
            self.zone or UTC,
            self._believe(data.get("believe", ["list", "platform"])),
            given=True,
        )

    def _rules(self, where: str, table: Any, others: Rules) -> Rules:
        self._known(where, self._table(where, table), ("due", "late", "attempts"))
        return Rules(
            self._moment(where, "due", table["due"]) if "due" in table else None,
            self._late(f"{where} late", table.get("late", {}), others.late),
            self._attempts(f"{where} attempts", table.get("attempts", {}), others.attempts),
        )

    def _late(self, where: str, table: Any, before: Late) -> Late:
        found = dict(self._table(where, table))
        self._known(where, found, LATE)
        for key in ("percent", "most"):
            if key in found:
                found[key] = self._percent(where, key, found[key])
        self._one_of(where, "per", found, get_args(Unit))
        self._one_of(where, "of", found, ("score", "possible"))
        if "grace" in found:
            found["grace"] = self._length(where, "grace", found["grace"])
        return replace(before, **found)

    def _attempts(self, where: str, table: Any, before: Attempts) -> Attempts:
        found = dict(self._table(where, table))
        self._known(where, found, ATTEMPTS)
        if "allowed" in found and (type(found["allowed"]) is not int or found["allowed"] < 1):
            self._wrong(where, f"allowed should be a whole number from 1 on, and is {found['allowed']!r}")
        if "cool_down" in found:
            found["cool_down"] = self._length(where, "cool_down", found["cool_down"])
        self._one_of(where, "counts", found, ("latest", "best"))
        return replace(before, **found)

    def _believe(self, value: Any) -> tuple[Source, ...]:
        known = get_args(Source)
        if not isinstance(value, list) or any(each not in known for each in value):
            self._wrong("the file", f"believe should be a list of some of {', '.join(known)}, and is {value!r}")
        return tuple(value)

    def _extensions(self, value: Any, lessons: Mapping[str, Rules]) -> dict[tuple[str, str], Extension]:
        if not isinstance(value, list) or any(not isinstance(each, dict) for each in value):
            self._wrong("the file", "extensions are written one by one, each under a line [[extensions]]")
        found: dict[tuple[str, str], Extension] = {}
        for number, table in enumerate(value, 1):
            where = f"[[extensions]] number {number}"
            self._known(where, table, ("student", "lesson", "until", "more"))
            student, lesson = self._student(where, table.get("student")), table.get("lesson", EVERY_LESSON)
            if lesson != EVERY_LESSON:
                self._lesson(where, lesson)
                if lesson not in lessons or lessons[lesson].due is None:
                    self._wrong(where, f"{lesson} has no due date, so there is nothing to extend")
            if (student, lesson) in found:
                self._wrong(where, f"{student} has an extension for that already; write one")
            found[student, lesson] = self._extension(where, table)
        return found

    def _extension(self, where: str, table: Mapping[str, Any]) -> Extension:
        if ("until" in table) == ("more" in table):
            self._wrong(where, f"there should be either until = {EXAMPLE} or more = '3 days'")
        if "until" not in table:
            return Extension(more=self._length(where, "more", table["more"]))
        if "lesson" not in table:
            self._wrong(where, "until needs a lesson; for all lessons write more = '3 days'")
        return Extension(self._moment(where, "until", table["until"]))

    def _student(self, where: str, value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            self._wrong(where, f"student should be the learner's identity in quotation marks, and is {value!r}")
        student = identity_of(value)
        if self.students is not None and student not in self.students:
            self._wrong(where, f"{value!r} is not on the roster{_perhaps(student, self.students)}")
        return student

    def _lesson(self, where: str, name: Any) -> None:
        if not isinstance(name, str) or name not in self.lessons:
            near = _perhaps(str(name), self.lessons)
            self._wrong(where, f"there is no lesson {name!r}{near or '; there are ' + ', '.join(sorted(self.lessons))}")

    def _moment(self, where: str, key: str, value: Any) -> datetime:
        if isinstance(value, str):
            self._wrong(where, f"{key} is a text; write the date without quotation marks: {EXAMPLE}")
        if not isinstance(value, datetime):
            what = "has no time of day" if isinstance(value, date) else f"is no date but {value!r}"
            self._wrong(where, f"{key} {what}; write it as {EXAMPLE}")
        try:
            moment = in_zone(value, self.zone)
        except ValueError as problem:
            self._wrong(where, f"{key} = {value.isoformat()} {problem}; what is never due has no {key}")
        if moment is None:
            advice = f"add its offset, as in {EXAMPLE}+01:00, or set time_zone at the top of the file"
            self._wrong(where, f"{key} = {value.isoformat()} has no time zone; {advice}")
        return moment

    def _length(self, where: str, key: str, value: Any) -> timedelta:
        found = LENGTH.fullmatch(value.strip()) if isinstance(value, str) else None
        if not found:
            self._wrong(where, f"{key} should be a length of time such as '15 minutes' or '2 days', and is {value!r}")
        length = timedelta(seconds=int(found[1]) * UNITS[found[2]])
        if length > LONGEST:
            self._wrong(where, f"{key} = {value!r} is longer than ten years")
        return length

    def _percent(self, where: str, key: str, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
            self._wrong(where, f"{key} should be a number from 0 to 100, and is {value!r}")
        return float(value)

    def _one_of(self, where: str, key: str, table: Mapping[str, Any], known: Collection[str]) -> None:
        if key in table and table[key] not in known:
            self._wrong(where, f"{key} should be {' or '.join(map(repr, known))}, and is {table[key]!r}")

    def _table(self, where: str, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            self._wrong(where, f"it should be a table of keys and values, and is {value!r}")
        return value

    def _known(self, where: str, table: Mapping[str, Any], known: Collection[str]) -> None:
        for key in table:
            if key not in known:
                near = _perhaps(key, known) or f"; there are {', '.join(known)}"
                self._wrong(where, f"there is no key {key!r}{near}")

    def _wrong(self, where: str, what: str) -> NoReturn:
        raise CourseError(f"{self.path}: in {where}, {what}.")


def _perhaps(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"; is {near[0]!r} meant?" if near else ""
