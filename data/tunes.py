"""Tunes by rules of our own: eight bars of six eighths, on a grid of one symbol an eighth.

A tune has four phrases of two bars, A A' B A'. A asks (it does not end on the chord of the tonic), A' answers with the
same first bar and a close on the tonic, B goes elsewhere. Chords that are never heard decide what stands on a beat.
"""

from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np

from data.melody import semitone
from data.vocabulary import Vocabulary

Bar = list[tuple[int, int]]  # step of the scale and length of each note
Chord = tuple[int, ...]
T = TypeVar("T")

#: A bar has six eighths and a tune eight bars; `END` comes after them.
BAR, BARS = 6, 8
HOLD, REST, END = "-", ".", "<EOS>"

#: Semitones above the tonic of the seven steps of a mode.
MODES = {"major": (0, 2, 4, 5, 7, 9, 11), "dorian": (0, 2, 3, 5, 7, 9, 10)}
LOWEST, HIGHEST = -3, 8  # steps of the scale below and above the tonic
NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
#: What tonic to write a key on, in semitones as MIDI counts them.
KEYS = {"A": 57, "B": 59, "C": 60, "D": 62, "E": 64, "F": 65, "G": 67}

# Lengths of the notes of a bar, in eighths. Those that stand twice are twice as likely.
RHYTHMS: dict[str, tuple[tuple[int, ...], ...]] = {
    "jig": ((1, 1, 1, 1, 1, 1), (1, 1, 1, 1, 1, 1), (2, 1, 1, 1, 1), (1, 1, 1, 2, 1), (2, 1, 2, 1)),
    "waltz": ((2, 2, 2), (2, 2, 2), (3, 1, 2), (2, 2, 1, 1), (4, 2), (2, 1, 1, 2)),
    "air": ((3, 3), (2, 1, 3), (3, 2, 1), (2, 1, 2, 1), (3, 1, 1, 1)),
}
OPEN = {"jig": ((2, 1, 3), (1, 1, 1, 3)), "waltz": ((2, 4), (2, 2, 2)), "air": ((3, 3), (2, 1, 3))}
CLOSED = {"jig": ((1, 1, 1, 3), (2, 1, 3)), "waltz": ((2, 4), (1, 1, 4)), "air": ((2, 1, 3), (1, 1, 1, 3))}
#: The eighths of a bar on which a note of the chord stands.
BEATS = {"jig": (0, 3), "waltz": (0, 4), "air": (0, 3)}

# Chords as steps of the scale. For each phrase, the chords of its two bars; in dorian the seventh stands for the fifth.
TONIC, SECOND, FOURTH, FIFTH, SIXTH, SEVENTH = (0, 2, 4), (1, 3, 5), (3, 5, 0), (4, 6, 1), (5, 0, 2), (6, 1, 3)
CHORDS: dict[str, dict[str, tuple[tuple[Chord, Chord], ...]]] = {
    "major": {"ask": ((TONIC, FIFTH), (TONIC, SECOND)), "go": ((FOURTH, FIFTH), (SIXTH, FIFTH), (FIFTH, FIFTH))},
    "dorian": {"ask": ((TONIC, SEVENTH), (TONIC, FIFTH)), "go": ((SEVENTH, FIFTH), (FOURTH, SEVENTH))},
}


@dataclass(frozen=True)
class Tune:
    """A tune: its style, its mode, the letter of its tonic, and its symbols, the last of which is `END`."""

    style: str
    mode: str
    key: str
    symbols: tuple[str, ...]


class Tone(NamedTuple):
    """A note that sounds: its height as MIDI counts (C4 is 60), and its start and length in eighths, from 0."""

    semitone: int
    start: int
    length: int


class TuneSplits(NamedTuple):
    """Three lists without a common tune: to learn from, to choose with, to judge by."""

    train: list[Tune]
    dev: list[Tune]
    test: list[Tune]


def tune_vocabulary(keys: tuple[str, ...] = ("D",)) -> Vocabulary:
    """Give all symbols of tunes in these keys: the end, hold and rest, then the pitches from low to high."""
    steps = range(LOWEST, HIGHEST + 1)
    pitches = {_height(step, mode, key) for step in steps for mode in MODES for key in keys}
    return Vocabulary((END, HOLD, REST, *(pitch_name(height) for height in sorted(pitches))))


def tune_splits(
    *,
    rng: np.random.Generator,
    count: int = 1000,
    keys: tuple[str, ...] = ("D",),
    dev: float = 0.1,
    test: float = 0.1,
) -> TuneSplits:
    """Write tunes and divide them into three parts.

    Args:
        rng: source of all choices.
        count: how many different tunes.
        keys: letters of the tonics; every tune is written in each, and all its keys are in one part.
        dev: share of the development set.
        test: share of the test set.
    """
    if dev < 0 or test < 0 or dev + test >= 1:
        raise ValueError(f"dev and test are shares that leave something to train on, not {dev} and {test}")
    if not keys or not set(keys) <= set(KEYS):
        raise ValueError(f"keys are letters from A to G, not {keys}")
    songs = _songs(count, rng)
    n_dev, n_test = round(dev * count), round(test * count)
    parts = songs[n_dev + n_test :], songs[:n_dev], songs[n_dev : n_dev + n_test]
    return TuneSplits(*([_written(*song, key) for song in part for key in keys] for part in parts))


def pitch_name(height: int) -> str:
    """Give the name of a height as MIDI counts it: 60 is C4; black keys are named with a sharp."""
    return f"{NAMES[height % 12]}{height // 12 - 1}"


def tones(symbols: tuple[str, ...] | list[str]) -> list[Tone]:
    """Give the notes that a row of symbols means, up to its end; a hold after a rest, or first, is a rest too."""
    sounding: list[Tone] = []
    silent = True
    for place, symbol in enumerate(symbols):
        if symbol == END:
            break
        if symbol == HOLD and not silent:
            sounding[-1] = sounding[-1]._replace(length=sounding[-1].length + 1)
        elif symbol not in (HOLD, REST):
            sounding.append(Tone(semitone(symbol), place, 1))
        silent = symbol == REST or (symbol == HOLD and silent)
    return sounding


def _songs(count: int, rng: np.random.Generator) -> list[tuple[str, str, list[Bar]]]:
    """Write different tunes, as steps of the scale; two that share a first bar and a third phrase are one."""
    songs: dict[str, tuple[str, str, list[Bar]]] = {}
    while len(songs) < count:
        style, mode = str(rng.choice(list(RHYTHMS))), str(rng.choice(list(MODES)))
        bars = _compose(style, mode, rng)
        songs.setdefault(str((bars[0], bars[4])), (style, mode, bars))
    return list(songs.values())


def _compose(style: str, mode: str, rng: np.random.Generator) -> list[Bar]:
    """Write the eight bars A A' B A'."""
    ask, go = (_one_of(CHORDS[mode][part], rng) for part in ("ask", "go"))
    beats = BEATS[style]
    first = _one_of(RHYTHMS[style], rng)
    motif = _bar(first, beats, ask[0], int(rng.choice([0, 2, 4])), rng)
    asking = _bar(_one_of(OPEN[style], rng), beats, ask[1], motif[-1][0], rng)
    closing = _close(_bar(_one_of(CLOSED[style], rng), beats, FIFTH, motif[-1][0], rng, centre=0.0), rng)
    # The third phrase keeps the rhythm of the first bar, or takes another, and begins higher.
    other = first if rng.random() < 0.5 else _one_of(RHYTHMS[style], rng)
    third = _bar(other, beats, go[0], int(rng.choice([4, 5, 7])), rng)
    fourth = _bar(_one_of(OPEN[style], rng), beats, go[1], third[-1][0], rng)
    return [motif, asking, motif, closing, third, fourth, motif, closing]


def _bar(
    rhythm: tuple[int, ...],
    beats: tuple[int, ...],
    chord: Chord,
    near: int,
    rng: np.random.Generator,
    centre: float = 3.0,
) -> Bar:
    """Put notes on a rhythm: notes of the chord on the beats, neighbours between them, the way back after a leap."""
    notes: Bar = []
    place, leap = 0, 0
    for length in rhythm:
        step = _next_step(near, leap, chord if place in beats else None, centre, rng)
        near, leap = step, step - near
        notes.append((step, length))
        place += length
    return notes


def _next_step(near: int, leap: int, chord: Chord | None, centre: float, rng: np.random.Generator) -> int:
    """Draw the next step of the scale: near the last, back after a leap, a note of the chord where one is given."""
    steps = np.arange(LOWEST, HIGHEST + 1)
    moves = steps - near
    weight = np.exp(-0.8 * np.abs(moves)) * np.where(moves == 0, 0.08, 1.0)
    weight *= np.exp(-0.04 * (steps - centre) ** 2)  # what is far from there is drawn back
    if abs(leap) > 2:
        weight *= np.where(moves * leap < 0, 1.0, 0.15)
    if chord is None:
        weight *= np.abs(moves) <= 2
    else:
        weight *= np.isin(steps % 7, chord)
    return int(rng.choice(steps, p=weight / weight.sum()))


def _close(bar: Bar, rng: np.random.Generator) -> Bar:
    """Lead the end of a bar to the tonic, from the step above it or below it."""
    side = int(rng.choice([1, -1], p=[0.7, 0.3]))
    return [*bar[:-2], (side, bar[-2][1]), (0, bar[-1][1])]


def _one_of(choices: tuple[T, ...], rng: np.random.Generator) -> T:
    return choices[int(rng.integers(len(choices)))]


def _written(style: str, mode: str, bars: list[Bar], key: str) -> Tune:
    """Write the steps of a scale as symbols on the grid; a long last note of an answer ends with a breath."""
    symbols: list[str] = []
    for number, bar in enumerate(bars):
        for step, length in bar:
            symbols += [pitch_name(_height(step, mode, key)), *[HOLD] * (length - 1)]
        if number in (3, 7):
            symbols[-1] = REST
    return Tune(style, mode, key, (*symbols, END))


def _height(step: int, mode: str, key: str) -> int:
    return KEYS[key] + 12 * (step // 7) + MODES[mode][step % 7]
