"""Notes that can be heard: a soft tone of three partials, in a WAV file that stands inside the page."""

import struct
from base64 import b64encode
from collections.abc import Sequence
from html import escape

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from figures.page import display, in_ipython, png_twin, require_words, text_twin, wrap
from figures.svg import figure_svg

#: Height as MIDI counts it (69 is the A of 440 Hz), start and length in steps.
Note = tuple[int, float, float]
Wave = NDArray[np.float64]

# Samples a second. Nothing that is played here reaches 4 kHz, so more would sound the same and fill the page; the bytes
# go into 16 bits a sample, since 8 would hiss.
RATE = 8000
LOUDEST = 0.7  # of what the file can hold
PARTIALS = (1.0, 0.35, 0.12)  # how loud each multiple of the frequency is
ATTACK, RELEASE, DECAY = 0.015, 0.05, 0.9  # seconds

# JupyterLab and the pages made of notebooks say by this attribute which theme they have.
_DARK = "<style>[data-jp-theme-light=false] .course-figure audio{color-scheme:dark}</style>"


def play(notes: Sequence[Note], *, caption: str, alt: str, seconds: float = 0.2, picture: Figure | None = None) -> None:
    """Show a player for notes in the page; nothing sounds before the reader presses its button.

    Args:
        notes: height as MIDI counts it, start and length in steps; `data.tones` makes them of symbols.
        caption: what to listen for; may hold `code`, *emphasis* and $formulas$.
        alt: what is heard, and what the picture shows, in words.
        seconds: how long a step lasts.
        picture: a figure to stand above the player, such as `piano_roll`.
    """
    require_words(caption, alt)
    if in_ipython():
        display(sound_html(notes, caption=caption, alt=alt, seconds=seconds, picture=picture), text_twin(caption, alt))


def sound_html(
    notes: Sequence[Note], *, caption: str, alt: str, seconds: float = 0.2, picture: Figure | None = None
) -> str:
    """Give the HTML that `play` displays."""
    above = _DARK + (figure_svg(picture, alt) + png_twin(picture, alt) if picture else "")
    data = b64encode(wav(wave_of(notes, seconds))).decode()
    player = (
        f'<audio controls preload="metadata" aria-label="{escape(alt)}" style="width:100%;max-width:26em"'
        f' src="data:audio/wav;base64,{data}">{escape(alt)}</audio>'
    )
    return wrap(f"{above}<div>{player}</div>", caption)


def wave_of(notes: Sequence[Note], seconds: float = 0.2) -> Wave:
    """Give the sound of notes at `RATE` samples a second, between -1 and 1; it begins and ends with 0.

    Raises:
        ValueError: there are no notes, or one has no length.
    """
    if not notes or min(length for _, _, length in notes) <= 0:
        raise ValueError("there is something to hear where there are notes, each longer than 0")
    wave = np.zeros(_sample(max(start + length for _, start, length in notes) * seconds) + 1)
    for height, start, length in notes:
        first, last = _sample(start * seconds), _sample((start + length) * seconds)
        wave[first : last + 1] += _tone(440 * 2 ** ((height - 69) / 12), last - first + 1)
    return wave * LOUDEST / max(1.0, float(np.abs(wave).max()))


def wav(wave: Wave) -> bytes:
    """Give the bytes of a WAV file with one channel of 16 bits a sample."""
    samples = np.round(32767 * wave).astype("<i2").tobytes()
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, 2 * RATE, 2, 16)
    body = b"WAVE" + form + struct.pack("<4sI", b"data", len(samples)) + samples
    return struct.pack("<4sI", b"RIFF", len(body)) + body


def _tone(frequency: float, count: int) -> Wave:
    """Give one note: partials below half the rate, the higher ones sooner gone, from 0 and back to 0."""
    t = np.arange(count) / RATE
    wave = np.zeros(count)
    for number, loud in enumerate(PARTIALS, start=1):
        if number * frequency < 0.45 * RATE:
            wave += loud * np.exp(-number * t / DECAY) * np.sin(2 * np.pi * number * frequency * t)
    return wave / sum(PARTIALS) * _rise(t, ATTACK) * _rise(t[::-1], RELEASE)


def _rise(t: Wave, seconds: float) -> Wave:
    """Rise from 0 to 1 without a corner."""
    return 0.5 - 0.5 * np.cos(np.pi * np.minimum(t / seconds, 1.0))


def _sample(time: float) -> int:
    return round(time * RATE)
