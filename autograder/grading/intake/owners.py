"""Whose a file is: what stands directly below the path that was named owns everything under it.

    NAMED/STUDENT/LESSON/LESSON.ipynb     nbgrader's layout
    NAMED/STUDENT/any/folders/x.ipynb     the notebooks that lie highest count, and deeper ones for other lessons
    NAMED/STUDENT.zip                     all in it is STUDENT's, whatever names are inside
    NAMED/STUDENT.ipynb                   also STUDENT_LESSON.ipynb, and the names that learning platforms give
    NAMED/LESSON/...                      a lesson owns nothing: the same again, once
    NAMED.zip                             as if the folder NAMED had been named
    NAMED, NAMED.zip                      where the roster has a learner NAMED, all in it is theirs

A learner chooses names below their own place, and could choose a classmate's: so none of these counts.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.errors import CourseError
from autograder.grading.intake.archives import Refused, is_archive, unpack, without_ending
from autograder.grading.intake.names import identity_of, is_notebook, number_in, person_in, stem_of
from autograder.grading.intake.platforms import files_of_canvas, not_believed, people_of_gradescope, times_of_gradescope
from autograder.grading.intake.roster import Roster
from autograder.grading.intake.submission import Submission
from autograder.grading.intake.walk import SKIPPED, look_through, shown
from autograder.grading.limits import Limits

ARCHIVES_OF_ONE = 5  # archives in one learner's folder that are opened
DEEPER_OF_ONE = 20  # notebooks below others of one learner's folder that are looked at
Unpack = Callable[[Path, Path, Limits], None]  # as `archives.unpack`


def find_submissions(
    paths: Iterable[Path],
    lessons: Iterable[str],
    *,
    unpacked: Path | None = None,
    limits: Limits | None = None,
    roster: Roster | None = None,
    student_from: str = "",
    unpack: Unpack = unpack,
    results: Path | None = None,
) -> list[Submission]:
    """Return every notebook in files, folders and archives with its learner, in the order of their paths.

    Args:
        paths: what was named.
        lessons: the names of lessons.
        unpacked: the folder that archives are unpacked in; without it they are passed over.
        limits: how much an archive may hold.
        roster: who is in the class; a learner's identity is then the one that stands there.
        student_from: a pattern with a group `student` that is looked for in a notebook's path from what was named on.
        unpack: opens an archive of strangers; see `worker.unpacking`.
        results: the folder that results go to; it may lie in a named folder, and is no learner's.

    Raises:
        CourseError: a path is not there or cannot be read, there is nothing in all of them, or the pattern is none.
    """
    search = _Search(tuple(lessons), unpacked, limits or Limits(), roster, pattern_of(student_from), unpack, results)
    found: dict[Path, Submission] = {}
    for path in paths:
        for submission in search.below(path):
            found.setdefault(submission.path.absolute(), submission)
    if not found:
        raise CourseError("There is no notebook in what was named.")
    return told_apart(list(found.values()))


def told_apart(submissions: list[Submission]) -> list[Submission]:
    """Return submissions in which no two learners are one: who has another's name is known by the platform's number.

    A learner may choose what a platform calls them, and choose a classmate's name.
    """
    numbers: dict[str, set[str]] = defaultdict(set)
    for each in submissions:
        numbers[each.student].add(each.number)
    return [_numbered(each) if each.number and len(numbers[each.student]) > 1 else each for each in submissions]


def _numbered(submission: Submission) -> Submission:
    note = f"Others are called {submission.student} too; the platform's number tells them apart."
    student = identity_of(f"{submission.student}_{submission.number}")
    return replace(submission, student=student, notes=(*submission.notes, note))


def pattern_of(text: str) -> re.Pattern[str] | None:
    """Return the pattern that finds a learner in a path, None for no text; raise CourseError where it is none."""
    try:
        pattern = re.compile(text) if text else None
    except re.error as problem:
        raise CourseError(f"--student-from {text!r} is no pattern: {problem}.") from None
    if pattern is not None and "student" not in pattern.groupindex:
        raise CourseError(f"--student-from {text!r} has no group (?P<student>...).")
    return pattern


@dataclass
class _Search:
    lessons: tuple[str, ...]
    unpacked: Path | None
    limits: Limits
    roster: Roster | None
    pattern: re.Pattern[str] | None
    unpack: Unpack
    results: Path | None
    _opened: int = 0  # archives so far

    def below(self, path: Path) -> Iterator[Submission]:
        """Yield what one named path holds."""
        if not os.path.lexists(path):
            raise CourseError(f"There is no file or folder {path}.")
        named = path.absolute()
        if self._is_of_results(named):
            raise CourseError(f"Results would go to {path}, which holds what was handed in. Name another for --out.")
        if person := self._on_roster(named):
            place = _Class(named.parent, named.parent, person)
            yield from self._one(named, person, place) if named.is_dir() else self._archives([named], person, place)
        elif named.is_dir() and not named.is_symlink():
            yield from self._class(_Class(named, named, self._name_of_folders(named)))
        elif is_archive(named):
            yield from self._class_in(named)
        else:
            yield self._single(named)

    def _on_roster(self, named: Path) -> str:
        """Return the learner of the roster whom a named folder or archive names; whatever is inside is theirs."""
        opened = named.is_dir() or (is_archive(named) and self.unpacked is not None)
        usual = opened and self.pattern is None and not named.is_symlink()
        return self.roster.find(self._named_by(named))[0] if usual and self.roster else ""

    def _is_of_results(self, place: Path) -> bool:
        return self.results is not None and place.resolve() == self.results.resolve()

    def _single(self, file: Path) -> Submission:
        """Return a notebook that was named itself."""
        person = self._named_by(file)
        # Where the file's name is the lesson's and so is the folder's, the folder is one learner's.
        own = file.parent if not person and file.parent.name in self.lessons else None
        return self._of(person or self._name_of_folders(file.parent), Submission(file, "", own), str(file))

    def _name_of_folders(self, folder: Path) -> str:
        """Return whom a folder names or, where it has a lesson's name, the one above it."""
        names = (person_in(place.name, self.lessons) for place in (folder, folder.parent))
        return next(filter(None, names), "")

    def _class_in(self, archive: Path) -> Iterator[Submission]:
        if self.unpacked is None:
            return
        person = self._named_by(archive)
        try:
            folder = self._opened_in(archive)
        except Refused as problem:
            yield self._of(person, Submission(archive, "", problem=str(problem)), str(archive))
            return
        person = person or self._name_of_folders(archive.parent)
        for submission in self._class(_Class(folder, folder, person)):
            yield replace(_labelled(submission, folder, archive), placed=None)

    def _class(self, place: _Class) -> Iterator[Submission]:
        """Yield what a folder of everyone's holds: each entry is one learner's."""
        try:
            entries = sorted(place.folder.iterdir())
        except OSError as problem:
            raise CourseError(f"The folder {place.folder} cannot be read: {problem.strerror}.") from None
        people, times = people_of_gradescope(place.folder), times_of_gradescope(place.folder)
        notes = not_believed(place.folder)
        for entry in entries:
            if not (entry.name.startswith(".") or entry.name in SKIPPED or self._is_of_results(entry)):
                number = number_in(_bare(entry)) if self.pattern is None else ""
                for found in self._entry(entry, entries, place, people):
                    told = times.get(entry.name)
                    yield replace(found, number=found.number or number, handed_in=told, notes=(*found.notes, *notes))

    def _entry(self, entry: Path, entries: list[Path], place: _Class, people: dict[str, str]) -> Iterator[Submission]:
        """Yield what one entry of a folder of everyone's holds."""
        if entry.is_symlink() and (entry.is_dir() or is_notebook(entry.name) or is_archive(entry)):
            link = Submission(entry, "", problem="It is a link.")
            yield self._of(self._named_by(entry) or _bare(entry), link, shown(entry, place.root))
        elif entry.is_dir():
            if entry.name in self.lessons and place.folder == place.root:
                yield from self._class(replace(place, folder=entry))
            else:
                person = people.get(entry.name) or self._named_by(entry) or _bare(entry)
                yield from self._one(entry, person, place)
        elif is_notebook(entry.name):
            person = self._named_by(entry)
            alone = sum(is_notebook(each.name) for each in entries) == 1
            own = place.folder if not person and alone and place.folder != place.root else None
            found = Submission(entry, "", own, files_of_canvas(entry, entries) if own is None else ())
            yield self._of(person or place.person, found, shown(entry, place.root))
        elif is_archive(entry) and self.unpacked is not None:
            yield from self._archives([entry], self._named_by(entry) or place.person, place)

    def _named_by(self, path: Path) -> str:
        """Return the learner whom the name of a notebook, an archive or a folder names, "" for nobody."""
        return person_in(_bare(path), self.lessons)

    def _one(self, folder: Path, person: str, place: _Class, within: str = "") -> Iterator[Submission]:
        """Yield the notebooks of one learner's folder, or why there is none.

        Args:
            folder: the learner's.
            person: who that is.
            place: what the folder stands in.
            within: the path that `--student-from` looks at; by default that of each notebook.
        """
        tree = look_through(folder)
        notebooks, deeper, notes = self._highest(folder, tree.files)
        notes = (*tree.notes, *notes)
        archives = [file for file in tree.files if is_archive(file)]
        if not notebooks and archives and self.unpacked is not None and not within:
            yield from self._archives(archives[:ARCHIVES_OF_ONE], person, place)
        elif not notebooks:
            problem = " ".join(["There is no notebook in this folder.", *notes])
            yield self._of(person, Submission(folder, "", problem=problem), within or shown(folder, place.root))
        for file in notebooks:
            submission = Submission(file, "", file.parent, notes=notes)
            yield self._of(person, submission, within or shown(file, place.root))
        for file in deeper:
            below = Submission(file, "", file.parent, depth=len(file.relative_to(folder).parts))
            yield self._of(person, below, within or shown(file, place.root))

    def _highest(self, folder: Path, files: list[Path]) -> tuple[list[Path], list[Path], tuple[str, ...]]:
        """Return the notebooks that count, deeper ones that may be for other lessons, and what to say of the rest.

        Those of the folder and of its lessons count, else those that lie highest.
        """
        notebooks = [file for file in files if is_notebook(file.name) and not file.name.startswith(".")]
        depth = {file: len(file.relative_to(folder).parts) for file in notebooks}
        usual = [
            file for file in notebooks if depth[file] == 1 or (depth[file] == 2 and file.parent.name in self.lessons)
        ]
        chosen = usual or [file for file in notebooks if depth[file] == min(depth.values())]
        known = {lesson for file in chosen for lesson in self.lessons if lesson in f"{file.parent.name}/{file.name}"}
        deeper = [file for file in notebooks if file not in chosen]
        others = [file for file in deeper if not any(lesson in file.name for lesson in known)][:DEEPER_OF_ONE]
        passed_over = [shown(file, folder) for file in deeper if file not in others]
        if not passed_over:
            return chosen, others, ()
        more = f" and {len(passed_over) - 3} more" if len(passed_over) > 3 else ""
        named = ", ".join(repr(name[:200]) for name in passed_over[:3])
        return chosen, others, (f"Not graded, since they lie below other notebooks of this learner: {named}{more}.",)

    def _archives(self, archives: list[Path], person: str, place: _Class) -> Iterator[Submission]:
        """Yield what one learner's archives hold; archives in archives stay closed."""
        for archive in archives:
            within = shown(archive, place.root)
            try:
                folder = self._opened_in(archive)
            except Refused as problem:
                yield self._of(person, Submission(archive, "", problem=str(problem)), within)
            else:
                for found in self._one(folder, person, place, within):
                    yield replace(_labelled(found, folder, archive), placed=archive)

    def _opened_in(self, archive: Path) -> Path:
        assert self.unpacked is not None
        folder = self.unpacked / str(self._opened)
        self._opened += 1
        folder.mkdir(parents=True)
        self.unpack(archive, folder, self.limits)
        return folder

    def _of(self, person: str, submission: Submission, within: str) -> Submission:
        """Return the submission with its learner's identity."""
        submission = replace(submission, placed=submission.path)
        if self.pattern is not None:
            found = self.pattern.search(within)
            if not found or not found["student"]:
                problem = submission.problem or f"--student-from finds no learner in {within[:200]!r}."
                return replace(submission, student=identity_of(person), problem=problem)
            person = found["student"]
        if self.roster is None:
            return replace(submission, student=identity_of(person))
        known, note = self.roster.find(person)
        notes = (*submission.notes, note) if note else submission.notes
        return replace(submission, student=known or identity_of(person), notes=notes)


@dataclass(frozen=True)
class _Class:
    """A folder of everyone's, the named folder that it belongs to, and whom the names of these two name."""

    folder: Path
    root: Path
    person: str


def _bare(path: Path) -> str:
    """Return a name without the ending of a notebook or an archive."""
    return without_ending(path.name) if is_archive(path) else stem_of(path.name)


def _labelled(found: Submission, folder: Path, archive: Path) -> Submission:
    """Return a submission that says that it came from an archive, and not from where that was unpacked."""
    return replace(found, label=found.source.replace(str(folder), str(archive), 1))
