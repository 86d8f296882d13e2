"""Making a student repository, and adding lessons to it as the term goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError
from autograder.releasing import place, rules
from autograder.releasing.contents import student_repository
from autograder.syllabus import LESSONS

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Released:
    """What came of a release.

    Attributes:
        lessons: all that the repository holds now.
        written: what changed in the folder; None where only an archive was made.
        told: the answers of earlier lessons that it tells.
        hunts: the bug hunts of the last lesson; the fix of each is such an answer.
    """

    lessons: tuple[str, ...]
    written: place.Written | None
    told: tuple[rules.Told, ...]
    hunts: tuple[str, ...]


def release(
    names: Sequence[str],
    folder: Path | None,
    *,
    archive: Path | None = None,
    not_due: Sequence[str] = (),
    skipped: bool = False,
    force: bool = False,
    root: Path = ROOT,
) -> Released:
    """Write the student repository with the named lessons, and those that were released into it before.

    Args:
        names: lessons, by name or number.
        folder: where it goes, None for an archive alone.
        archive: the file of an archive.
        not_due: lessons whose answers must not be told; the last released one is always among them.
        skipped: whether the class leaves out the lessons before the last one that are not released.
        force: whether to replace files of an earlier release that somebody has changed.
        root: of the course.

    Raises:
        CourseError: nothing was written, and why.
    """
    if folder is None and archive is None:
        raise CourseError("Say where the student repository goes: --to FOLDER, --archive FILE, or both.")
    if archive:
        place.require_archive(archive)
    if folder:
        place.require_outside(folder, root)
    earlier = place.before(folder).lessons if folder else ()
    lessons = tuple(sorted({*map(lesson_called, names), *(each for each in earlier if each in LESSONS)}))
    if not lessons:
        raise CourseError("Name the lessons to release, for example 00 01, or --up-to 01.")
    files = student_repository(root, lessons)
    told = rules.judge(files, lessons, [lesson_called(name) for name in not_due], skipped=skipped)
    written = place.write(files, lessons, folder, force=force) if folder else None
    if archive:
        place.archive(files, archive)
    hunts = tuple(hunt.name for hunt in rules.hunts_of(lessons[-1:]))
    return Released(lessons, written, tuple(told), hunts)


def lesson_called(name: str) -> str:
    """Return the lesson of a name or a number; raise CourseError for another."""
    found = [lesson for lesson in LESSONS if name in (lesson, lesson[:2], lesson[:2].lstrip("0") or "0")]
    if not found:
        raise CourseError(f"There is no lesson {name!r}. There are: {', '.join(LESSONS)}.")
    return found[0]


def up_to(name: str) -> list[str]:
    """Return the lessons up to one, that one included."""
    return list(LESSONS[: LESSONS.index(lesson_called(name)) + 1])
