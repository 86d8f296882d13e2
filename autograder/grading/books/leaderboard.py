"""The leaderboard of the capstone: a page made of results.json, with a table and the drawn scale of each corpus.

Learners have pseudonyms, drawn from their names and the secret of the folder of results: the same at every call, and
nobody without the secret can work them out.
"""

from __future__ import annotations

import hmac
import itertools
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograder.capstone import SCALES, Scale
from autograder.capstone.scale import POINTS
from autograder.errors import CourseError
from autograder.grading.books.ledger import Ledger
from autograder.grading.books.results import read_submissions
from autograder.grading.files import replace_file

TEMPLATE = "leaderboard.html.j2"
PAGES = Path(__file__).parents[1] / "pages"
WIDTH, MARGIN = 720.0, 24.0  # of the drawn scale, in its own units
BEYOND = 0.12  # how much of it lies on either side of the steps
DIAMETER, HIGHEST = 13.0, 4  # of a mark, and how many others it can be drawn above
COLOURS = (
    *("amber", "azure", "bronze", "copper", "coral", "crimson", "ebony", "emerald", "golden", "hazel", "indigo"),
    *("ivory", "jade", "lilac", "maroon", "ochre", "olive", "pearl", "plum", "ruby", "russet", "saffron", "scarlet"),
    *("sepia", "silver", "slate", "teal", "topaz", "umber", "velvet", "violet", "white"),
)
BIRDS = (
    *("avocet", "bittern", "crane", "curlew", "dipper", "dove", "dunlin", "egret", "falcon", "finch", "gannet"),
    *("goshawk", "grebe", "heron", "hoopoe", "ibis", "jay", "kestrel", "lapwing", "linnet", "martin", "merlin"),
    *("osprey", "owl", "plover", "raven", "robin", "siskin", "swift", "tern", "wren", "wryneck"),
)


@dataclass(frozen=True)
class Row:
    """One model on the board.

    Attributes:
        rank: from 1; equal scores have equal ranks.
        who: a pseudonym or a name.
        cell, units, numbers: what the model is, and how many numbers it has.
        score: on the sealed part.
        steps: how many steps of the scale it reaches.
        place: where on the drawn scale it stands.
        lift: how many others it is drawn above, since they stand at about the same place.
    """

    rank: int
    who: str
    cell: str
    units: int
    numbers: int
    score: float
    steps: int
    place: float
    lift: int


@dataclass(frozen=True)
class Board:
    """The models of one corpus, the best first, and the places of the steps on the drawn scale."""

    corpus: str
    scale: Scale
    places: tuple[float, ...]
    rows: tuple[Row, ...]


def write_leaderboard(results: Path, page: Path, *, names: bool = False) -> list[Board]:
    """Write the page of a folder of results and return what is on it.

    Args:
        results: the folder that `autograder grade` wrote to, or its results.json.
        page: where to.
        names: whether learners are shown under their names.

    Raises:
        CourseError: there are no results, no model among them was scored, or the secret for pseudonyms is missing.
    """
    folder = results.parent if results.name == "results.json" else results
    if page.is_dir() or page.resolve() in {(folder / name).resolve() for name in ("results.json", "ledger.db")}:
        raise CourseError(f"{page} is a folder, or holds the results: name another file for the page.")
    found = models_in(folder / "results.json")
    called = {who: who for who, _ in found} if names else pseudonyms(folder / "ledger.db", [who for who, _ in found])
    boards = [board_of(corpus, [(called[who], it) for who, it in found if it["corpus"] == corpus]) for corpus in SCALES]
    boards = [board for board in boards if board.rows]
    replace_file(page, page_of(boards).encode("utf-8", "backslashreplace"))
    return boards


def models_in(path: Path) -> list[tuple[str, dict[str, Any]]]:
    """Return the learners whose models were scored on a sealed part, with what was measured."""
    submissions = read_submissions(path)
    try:
        found = [
            (str(submission["student"]), _with_steps(exercise))
            for submission in submissions
            for exercise in submission["exercises"]
            if (exercise.get("measured") or {}).get("part") == "sealed" and exercise["measured"]["score"] is not None
        ]
    except (KeyError, TypeError, AttributeError, ValueError):
        raise CourseError(f"{path} is not as `autograder grade` wrote it. Grade again.") from None
    if not found:
        raise CourseError(f"No model of the capstone was scored in {path}.")
    return found


def _with_steps(exercise: dict[str, Any]) -> dict[str, Any]:
    """Return what was measured of a model, and how many steps its checks held for: fewer where it was refused."""
    measured: dict[str, Any] = exercise["measured"]
    if measured["corpus"] not in SCALES or not math.isfinite(measured["score"]):
        raise ValueError
    reached = SCALES[measured["corpus"]].steps_of(measured["score"])
    return {key: measured[key] for key in ("corpus", "cell", "units", "numbers", "score")} | {
        "steps": min(reached, int(exercise.get("points", POINTS * reached)) // POINTS)
    }


def pseudonyms(ledger: Path, students: list[str]) -> dict[str, str]:
    """Return a pseudonym for each learner, from the secret in the ledger; raise CourseError where that is missing."""
    if not ledger.is_file():
        raise CourseError(f"{ledger} holds the secret that pseudonyms are drawn from, and is missing. Or use --names.")
    with Ledger(ledger) as known:
        called: dict[str, str] = {}
        for student in sorted(set(students)):
            names = (pseudonym(known.secret(), student + "\0" * again) for again in itertools.count())
            called[student] = next(name for name in names if name not in called.values())
        return called


def pseudonym(secret: bytes, student: str) -> str:
    """Return the pseudonym of a learner, such as "amber heron 274"."""
    digest = hmac.digest(secret, f"pseudonym of {student}".encode("utf-8", "surrogatepass"), "sha256")
    number = int.from_bytes(digest, "big")
    number, colour = divmod(number, len(COLOURS))
    number, bird = divmod(number, len(BIRDS))
    return f"{COLOURS[colour]} {BIRDS[bird]} {number % 900 + 100}"


def board_of(corpus: str, models: list[tuple[str, dict[str, Any]]]) -> Board:
    """Return the board of one corpus."""
    scale = SCALES[corpus]
    best_first = sorted(models, key=lambda each: (each[1]["score"] * (1 if scale.less_is_better else -1), each[0]))
    scores = [measured["score"] for _, measured in best_first]
    places = [place_on(scale, score) for score in scores]
    rows = tuple(
        Row(
            scores.index(measured["score"]) + 1,
            who,
            measured["cell"].upper(),
            measured["units"],
            measured["numbers"],
            measured["score"],
            measured["steps"],
            place,
            lift,
        )
        for (who, measured), place, lift in zip(best_first, places, lifts(places), strict=True)
    )
    return Board(corpus, scale, tuple(place_on(scale, step.threshold) for step in scale.steps), rows)


def place_on(scale: Scale, score: float) -> float:
    """Return where a score stands on the drawn scale, from left to right; what is off the scale stands at its end."""
    first, last = scale.steps[0].threshold, scale.steps[-1].threshold
    share = (score - first) / (last - first)
    share = min(max(share, -BEYOND), 1 + BEYOND)
    return round(MARGIN + (WIDTH - 2 * MARGIN) * (share + BEYOND) / (1 + 2 * BEYOND), 1)


def lifts(places: list[float]) -> list[int]:
    """Return for each mark how many others it is drawn above: the lowest at which it covers none."""
    found: list[int] = []
    for k, place in enumerate(places):
        near = {lift for other, lift in zip(places[:k], found, strict=True) if abs(other - place) < DIAMETER}
        found.append(min(set(range(len(near) + 1)) - near))
    return [min(lift, HIGHEST) for lift in found]


def page_of(boards: list[Board]) -> str:
    """Return the page; all that a learner may have chosen is escaped."""
    here = Environment(loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return here.get_template(TEMPLATE).render(boards=boards, width=WIDTH)
