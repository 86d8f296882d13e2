"""The learner whom the name of a file or folder names, and an identity that is safe in paths, patterns and pages."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

NOTEBOOKS = (".ipynb", ".ipynb.txt", ".ipynb.json")
LETTERS, BYTES = 64, 120  # of an identity; a file's name has 255 bytes at most, and more is put around it
NOT_IN_A_NAME = re.compile(r"[^\w.@+-]")
# Names that learning platforms give to what they let an instructor download.
CANVAS = re.compile(r"(?P<student>[^_]+)_(?:LATE_)?(?P<number>\d+)_\d+_.+", re.DOTALL)
CANVAS_FILE = re.compile(
    r"(?P<owner>[^_]+_\d+)_(?P<file>\d+)_(?P<stem>.+?)(?:-\d{1,3})?(?P<ending>\.\w+)", re.DOTALL | re.ASCII
)
MOODLE = re.compile(r"(?P<student>.+?)_(?P<number>\d+)_assignsubmission_.*", re.DOTALL)
# What browsers and Jupyter add to a name that is taken, and what people add to the name of a lesson.
ADDED = r"(?:\s*\(\d{1,3}\)|\s*-\s*Copy\d*|\s*-\s*Copy \(\d{1,3}\))"
AFTER_LESSON = rf"(?:{ADDED}|[-_ ]+(?:\d{{1,2}}|v\d+|final|new|last|copy|solved|solution|submission))"
NOBODY = re.compile(rf"(?:(?:untitled\d*|notebook|submission|final|copy)?{AFTER_LESSON}*)[._\- ]*", re.IGNORECASE)


def is_notebook(name: str) -> bool:
    """Tell whether a file's name is that of a notebook; some programs add an ending of theirs."""
    return name.lower().endswith(NOTEBOOKS)


def stem_of(name: str) -> str:
    """Return a notebook's name without its ending."""
    ending = next((ending for ending in reversed(NOTEBOOKS) if name.lower().endswith(ending)), "")
    return name[: len(name) - len(ending)]


def person_in(name: str, lessons: Iterable[str]) -> str:
    """Return the learner whom a name without its ending names, as it is written there; "" where it names none.

    A lesson's name, "Untitled", and what was added because a name was taken ("(1)", "-Copy1", "-1", "_final") are
    nobody's.
    """
    name = unicodedata.normalize("NFC", name).strip()
    if found := _of_platform(name):
        return found["student"].strip()
    rest = re.sub(f"{ADDED}+$", "", name)
    for lesson in sorted(lessons, key=len, reverse=True):
        rest = re.sub(rf"{re.escape(lesson)}{AFTER_LESSON}*", "", rest, flags=re.IGNORECASE)
    rest = rest.strip("._- ")
    return "" if NOBODY.fullmatch(rest) else rest


def number_in(name: str) -> str:
    """Return the number that a platform has for the learner whom a name names; "" where there is none."""
    found = _of_platform(unicodedata.normalize("NFC", name).strip())
    return found["number"] if found else ""


def _of_platform(name: str) -> re.Match[str] | None:
    """Return what a platform has made of a name; None where a learner may have written some of it."""
    if len(re.findall(r"_\d+_assignsubmission_", name)) > 1:
        return None
    return CANVAS.fullmatch(name) or MOODLE.fullmatch(name)


def canvas_file(name: str) -> tuple[str, int, str] | None:
    """Return whose a file is that was downloaded from Canvas, its number there, and the name it was handed in under.

    Canvas numbers a name that is handed in again: `model-1.npz` is `model.npz`.
    """
    name = unicodedata.normalize("NFC", name).replace("_LATE_", "_", 1)
    found = CANVAS_FILE.fullmatch(name)
    return (found["owner"], int(found["file"]), found["stem"] + found["ending"]) if found else None


def identity_of(person: str) -> str:
    """Return the name of a learner's folders and rows.

    It is the name itself, with "_" for spaces. Where more had to be replaced or cut, a digest of the whole name is
    added, so that two learners stay two.
    """
    person = unicodedata.normalize("NFC", person).strip()
    plain = NOT_IN_A_NAME.sub("_", person).strip("._-")
    short = plain[:LETTERS].encode("utf-8")[:BYTES].decode("utf-8", "ignore")
    if short and short == person.replace(" ", "_"):
        return short
    digest = hashlib.sha256(person.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{short[: LETTERS - 11] or 'unnamed'}-{digest}" if person else "unnamed"
