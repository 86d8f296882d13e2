"""Jigs that people have danced to, read from ABC files of the package `music21` when they are asked for.

Two collections: O'Neill's Music of Ireland (1903) and Aird's Selection (1782 on), as their encoders wrote them. Of each
tune in 6/8 whose first part has eight bars, that part is taken, moved to D and put on the grid of `data.tunes`; nothing
of it is kept in this project.
"""

import re
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np

from data.errors import DataMissing
from data.melody import semitone
from data.packages import file_in_package
from data.splits import split
from data.tunes import BAR, BARS, END, HOLD, REST, Tune, TuneSplits, pitch_name
from data.vocabulary import Vocabulary

FOLDERS = ("oneills1850", "airdsAirs")
#: Semitones from the tonic of a mode down to that of the major scale with the same signature.
MODES = {"": 0, "maj": 0, "dor": 2, "phr": 4, "lyd": 5, "mix": 7, "m": 9, "min": 9, "aeo": 9}
NAMES = {"": "major", "maj": "major", "dor": "dorian", "phr": "phrygian", "lyd": "lydian", "mix": "mixolydian"}
SHARPS, FLATS = "FCGDAEB", "BEADGCF"
D4, MIDDLE = 62, 69

Sound = tuple[int | None, Fraction]  # height as MIDI counts it, None for a rest; length in eighths

# What is passed over: words, grace notes, remarks, slurs, ornaments, marks between beams.
_IDLE = re.compile(r'"[^"]*"|\{[^}]*\}|![^!]*!|\((?!\d)|[)~.uvTHSPM`\\*\s]')
_NOTE = re.compile(
    r"(?P<group>\(3)?(?P<sign>[_=^]?)(?P<letter>[A-Ga-gzx])(?P<octave>[,']*)(?P<length>\d*(?:/\d*)?)"
    r"(?P<dot>[<>]?)(?P<tie>-?)"
)
_KEY = re.compile(r"([A-G])([#b]?)\s*([A-Za-z]*)")


def load_folk_tunes() -> list[Tune]:
    """Give the first part of each jig, eight bars in D, in the order of the books.

    Raises:
        DataMissing: the package `music21` is not installed; it is in the extra `data` of the course.
    """
    return list(read_jigs())


def folk_tune_splits(*, rng: np.random.Generator, dev: float = 0.1, test: float = 0.1) -> TuneSplits:
    """Divide the jigs into three parts; versions of one tune, which share half of their bars, are in one part.

    Raises:
        DataMissing: the package `music21` is not installed.
    """
    families = _families(load_folk_tunes())
    parts = split([str(number) for number in range(len(families))], rng=rng, dev=dev, test=test)
    return TuneSplits(*([tune for number in part for tune in families[int(number)]] for part in parts))


def folk_vocabulary(tunes: list[Tune]) -> Vocabulary:
    """Give the symbols of tunes: the end, hold and rest, then the pitches from low to high."""
    found = {symbol for tune in tunes for symbol in tune.symbols} - {END, HOLD, REST}
    return Vocabulary((END, HOLD, REST, *sorted(found, key=semitone)))


@cache
def read_jigs() -> tuple[Tune, ...]:
    """Read the books, once."""
    texts = [file.read_text(encoding="utf-8", errors="replace") for file in _files()]
    read = [_tune(entry) for text in texts for entry in re.split(r"(?m)^X:", text)[1:]]
    return tuple(tune for tune in read if tune is not None)


def _files() -> list[Path]:
    try:
        corpus = file_in_package("music21", "corpus/license.txt").parent
    except DataMissing as missing:
        raise DataMissing(f"{missing} --no-deps") from None
    return [file for folder in FOLDERS for file in sorted((corpus / folder).glob("*.abc"))]


def _tune(entry: str) -> Tune | None:
    """Read one tune, or give None where it is no jig, or is written with what is not read here."""
    fields = dict(re.findall(r"(?m)^([A-Z]):[ \t]*(\S.*?)\s*$", entry))
    key = _KEY.fullmatch(fields.get("K", ""))
    if key is None or fields.get("M") != "6/8" or fields.get("L", "1/8") != "1/8":
        return None
    mode = key[3].lower()[:3]
    if mode not in MODES:
        return None
    tonic = semitone(f"{key[1]}4") + {"#": 1, "b": -1, "": 0}[key[2]]
    try:
        bars = [_sounds(bar, _signature(tonic - MODES[mode])) for bar in _first_part(entry)]
        symbols = _on_grid(_eight(bars), tonic)
    except ValueError:
        return None
    return Tune("jig", NAMES.get(mode, "minor"), "D", symbols)


def _first_part(entry: str) -> list[str]:
    """Give what stands between the bar lines of the first part."""
    music = entry[entry.index("\nK:") + 1 :].split("\n")[1:]
    body = " ".join(line.partition("%")[0] for line in music if not re.match(r"[A-Za-z]:", line))
    part = re.split(r":\||::|\|\||\|\]|\[\d|\|\d", body.lstrip(" |:"))[0]
    return [bar for bar in part.split("|") if bar.strip()]


def _signature(major: int) -> dict[str, int]:
    """Give the sharps or flats of the major scale on a tonic: as many as it is fifths away from C."""
    fifths = (major * 7 + 5) % 12 - 5  # C 0, G 1, D 2, A 3, E 4, B 5; F -1, B flat -2, E flat -3
    return dict.fromkeys(SHARPS[:fifths], 1) if fifths > 0 else dict.fromkeys(FLATS[:-fifths], -1)


def _sounds(bar: str, signature: dict[str, int]) -> list[Sound]:
    """Read the notes of a bar; a sign holds to its end.

    Raises:
        ValueError: there is something in it that is not read here.
    """
    rest, signs, sounds = _IDLE.sub("", bar), dict(signature), []
    factor, in_group = Fraction(1), 0
    while rest:
        note = _NOTE.match(rest)
        if note is None:
            raise ValueError(rest)
        rest = rest[note.end() :]
        if note["group"]:
            in_group = 3
        length = _length(note["length"]) * (Fraction(2, 3) if in_group > 0 else 1) * factor
        in_group -= 1
        factor = {"": Fraction(1), ">": Fraction(1, 2), "<": Fraction(3, 2)}[note["dot"]]
        sounds.append((_pitch(note, signs), length * (2 - factor)))
    return sounds


def _length(text: str) -> Fraction:
    """Read a length in eighths: 2, 3/2, /2, / and nothing."""
    above, slash, below = text.partition("/")
    return Fraction(int(above or 1), int(below or 2) if slash else 1)


def _pitch(note: re.Match[str], signs: dict[str, int]) -> int | None:
    letter = note["letter"].upper()
    if letter in "ZX":
        return None
    if note["sign"]:
        signs[letter] = {"^": 1, "_": -1, "=": 0}[note["sign"]]
    octave = 4 + note["letter"].islower() + note["octave"].count("'") - note["octave"].count(",")
    return semitone(f"{letter}{octave}") + signs.get(letter, 0)


def _eight(bars: list[list[Sound]]) -> list[Sound]:
    """Join eight bars after an upbeat, if there is one; silence fills the last.

    Raises:
        ValueError: there are not eight bars of six eighths.
    """
    lengths = [sum((length for _, length in bar), Fraction(0)) for bar in bars]
    if lengths and lengths[0] < BAR:
        bars, lengths = bars[1:], lengths[1:]
    if len(bars) != BARS or lengths[:-1] != [BAR] * (BARS - 1) or not BAR / 2 <= lengths[-1] <= BAR:
        raise ValueError(f"no eight bars of six eighths: {lengths}")
    return [*(sound for bar in bars for sound in bar), (None, BAR - lengths[-1])]


def _on_grid(sounds: list[Sound], tonic: int) -> tuple[str, ...]:
    """Write at each eighth what sounds there; what falls between two is left out. The tonic becomes D."""
    move = (D4 - tonic + 6) % 12 - 6
    heights = [height + move for height, _ in sounds if height is not None]
    move += 12 * round((MIDDLE - float(np.mean(heights))) / 12)
    symbols: list[str] = []
    start = Fraction(0)
    for height, length in sounds:
        points = [point for point in range(BAR * BARS) if start <= point < start + length]
        name = REST if height is None else pitch_name(height + move)
        symbols += [name if k == 0 or height is None else HOLD for k in range(len(points))]
        start += length
    return (*symbols, END)


def _families(tunes: list[Tune]) -> list[list[Tune]]:
    """Put tunes that share half of their bars together, and those that share them with one of these."""
    bars = [{tune.symbols[start : start + BAR] for start in range(0, BAR * BARS, BAR)} for tune in tunes]
    families: list[list[int]] = []
    for number, own in enumerate(bars):
        near = [family for family in families if any(len(own & bars[k]) * 2 >= len(own) for k in family)]
        families = [family for family in families if family not in near] + [[k for f in near for k in f] + [number]]
    return [[tunes[k] for k in family] for family in families]
