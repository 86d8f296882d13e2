"""Drawing the sealed parts of the capstone: what models are graded on, disjoint from all that learners are given."""

from __future__ import annotations

import io
import secrets
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np

from autograder.capstone import load_model, score
from autograder.errors import CourseError
from data.capstone import (
    MOST_FREQUENT_NAMES,
    Examples,
    capstone_corpus,
    entity_examples,
    name_examples,
    public_ranks,
    tune_examples,
)
from data.dates import FIRST, ISO_SYMBOLS, LAST
from data.entities import entity_splits
from data.names import load_names
from data.tunes import tune_splits

FOLDER = Path(__file__).parents[2] / "solutions" / "sealed"
MODEL = FOLDER / "model.npz"  # of names
AS_HARD = 0.01  # bits per letter
COMMON, LONGEST = 3, 14  # letters that two halves of a spliced name have in common, and letters of the whole
SPARE = 2  # times as many tunes and sentences are made as are kept, since some are like public ones

Stored = dict[str, np.ndarray]


def seal(folder: Path = FOLDER, *, seed: int | None = None) -> list[Path]:
    """Draw all sealed parts and write them; return the files.

    Args:
        folder: where to.
        seed: None for one that nobody knows, which is how it is to be; a number in tests.
    """
    rng = np.random.default_rng(secrets.randbits(128) if seed is None else seed)
    drawn = {folder / f"{corpus}.npz": _as_bytes(draw(count, rng)) for corpus, (draw, count) in DRAWN.items()}
    beside = {path: path.with_suffix(".part") for path in drawn}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, data in drawn.items():
            beside[path].write_bytes(data)
        for path in drawn:
            beside[path].replace(path)
    except OSError as problem:
        for path in beside.values():
            path.unlink(missing_ok=True)
        raise CourseError(f"The sealed parts cannot be written to {folder}: {problem.strerror}.") from None
    return list(drawn)


def _as_bytes(stored: Stored) -> bytes:
    whole = io.BytesIO()
    np.savez_compressed(whole, allow_pickle=False, **stored)
    return whole.getvalue()


def _names(count: int, rng: np.random.Generator) -> Stored:
    """Draw names that are neither to learn from nor to judge by in public."""
    left = np.setdiff1d(np.arange(MOST_FREQUENT_NAMES), public_ranks())
    known = load_names(most_frequent=MOST_FREQUENT_NAMES)
    made = name_examples(spliced([known[at] for at in left.tolist()], count, rng))
    control = {f"control {key}": value for key, value in _flat(made, count).items()}
    ranks = rng.choice(left, size=count, replace=False)
    while not _as_hard_as_public([known[at] for at in ranks.tolist()]):
        ranks = rng.choice(left, size=count, replace=False)
    return {"ranks": np.sort(ranks).astype(np.uint16)} | control


def _as_hard_as_public(names: list[str]) -> bool:
    """Tell whether the model that comes with the answers reads these names about as well as the public ones.

    By chance 2,000 names are up to .03 bits per letter easier or harder, and the steps of the scale lie .03 apart.
    """
    model = load_model(MODEL)
    return abs(score(model, name_examples(names)) - score(model, capstone_corpus("names").held_out)) <= AS_HARD


def spliced(names: list[str], count: int, rng: np.random.Generator) -> list[str]:
    """Make names of the beginning of one and the end of another, joined where both have the same letters.

    None of them is in a list of names. Who knows these lists by heart reads them no more easily than anyone else.
    """
    there = {*load_names("surnames"), *load_names("women"), *load_names("men")}
    places = defaultdict(list)
    for name in names:
        for at in range(COMMON, len(name)):
            places[name[at - COMMON : at]].append(name[at:])
    long, made = [name for name in names if len(name) > COMMON], dict[str, None]()
    while len(made) < count:
        first = long[int(rng.integers(len(long)))]
        at = int(rng.integers(COMMON, len(first)))
        ends = places[first[at - COMMON : at]]
        name = first[:at] + ends[int(rng.integers(len(ends)))]
        if name not in there and len(name) <= LONGEST:
            made[name] = None
    return list(made)


def _dates(count: int, rng: np.random.Generator) -> Stored:
    """Draw days that no public part has."""
    public = {"".join(ISO_SYMBOLS.decode(y)) for part in capstone_corpus("dates")[:3] for y in part.y}
    days = np.arange(FIRST.toordinal(), LAST.toordinal() + 1)
    drawn = rng.choice(days, size=count + len(public), replace=False)
    kept = [day for day in drawn.tolist() if f"{FIRST.fromordinal(day).isoformat()}." not in public][:count]
    return {"days": np.array(kept, dtype=np.int32), "choices": rng.random((count, 3)) < 0.5}


def _melodies(count: int, rng: np.random.Generator) -> Stored:
    """Write tunes whose first bar and third phrase no public tune has together."""
    made = tune_examples(tune_splits(rng=rng, count=SPARE * count, dev=0, test=0).train)
    return _flat(_unlike("melodies", made, motifs), count)


def _entities(count: int, rng: np.random.Generator) -> Stored:
    """Make sentences that no public part has, names aside."""
    made = entity_examples(entity_splits(1, 1, SPARE * count, rng=rng).test)
    return _flat(_unlike("entities", made, tuple), count)


def motifs(x: list[int]) -> tuple[int, ...]:
    """Return the first bar and the fifth one of a tune."""
    return (*x[1:7], *x[25:31])


def _unlike(corpus: str, made: Examples, key: Callable[[list[int]], tuple[int, ...]]) -> Examples:
    """Return the examples that have no like in the public parts."""
    public = {key(x) for part in capstone_corpus(corpus)[:3] for x in part.x}
    kept = [k for k, x in enumerate(made.x) if key(x) not in public]
    return Examples([made.x[k] for k in kept], [made.y[k] for k in kept])


def _flat(examples: Examples, count: int) -> Stored:
    x, y = examples.x[:count], examples.y[:count]
    if len(x) < count:
        raise ValueError(f"only {len(x)} of {count} are unlike the public ones: more of them have to be made")
    lengths = np.array([len(each) for each in x], dtype=np.uint8)
    return {"x": np.concatenate(x).astype(np.uint8), "y": np.concatenate(y).astype(np.uint8), "lengths": lengths}


#: How each part is drawn, and how many examples it has.
DRAWN: dict[str, tuple[Callable[[int, np.random.Generator], Stored], int]] = {
    "names": (_names, 2000),
    "melodies": (_melodies, 400),
    "dates": (_dates, 1000),
    "entities": (_entities, 1000),
}
