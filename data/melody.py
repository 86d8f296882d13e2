"""Twelve notes, written for this course: a sequence that is not made of words."""

from typing import NamedTuple


class Note(NamedTuple):
    """A pitch such as D4 and its length in beats."""

    pitch: str
    beats: float


MELODY = (
    Note("D4", 1),
    Note("F4", 0.5),
    Note("G4", 0.5),
    Note("A4", 1.5),
    Note("G4", 0.5),
    Note("C5", 1),
    Note("A4", 1),
    Note("F4", 0.5),
    Note("E4", 0.5),
    Note("G4", 1),
    Note("C4", 1),
    Note("D4", 3),
)

_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def twelve_notes() -> list[Note]:
    """Give the melody, three bars of four beats, note by note."""
    return list(MELODY)


def semitone(pitch: str) -> int:
    """Give the height of a pitch in semitones as MIDI counts them: C4 is 60, C#4 is 61."""
    letter, octave = pitch[0], int(pitch[-1])
    return 12 * (octave + 1) + _STEPS[letter] + pitch.count("#")
