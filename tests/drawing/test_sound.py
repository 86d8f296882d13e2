"""What is played has the right pitches, no click and a small file, and says in words what is heard."""

import io
import re
import wave
from base64 import b64decode

import numpy as np
import pytest

import data
import figures
from figures import sound
from figures.sound import RATE, wav, wave_of

TUNE = data.tones(data.tune_splits(rng=np.random.default_rng(7), count=10).train[0].symbols)
SAYS = {"caption": "Listen to the `end`.", "alt": 'Eight bars & "a close".'}


def samples_in(html: str) -> np.ndarray:
    """Read what the player of a page holds, with the standard library."""
    [data_of_file] = re.findall(r'src="data:audio/wav;base64,([^"]+)"', html)
    with wave.open(io.BytesIO(b64decode(data_of_file))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2") / 32767


def fundamental(part: np.ndarray) -> float:
    """Return the loudest frequency of a note, from a spectrum in steps of 0.1 Hz."""
    size = RATE * 10
    return float(np.abs(np.fft.rfft(part * np.hanning(len(part)), size)).argmax() / 10)


def test_each_note_of_a_page_has_its_pitch() -> None:
    heard = samples_in(figures.sound_html(TUNE, seconds=0.2, **SAYS))
    for height, start, length in TUNE:
        part = heard[round(start * 0.2 * RATE) : round((start + length) * 0.2 * RATE)]
        assert fundamental(part) == pytest.approx(440 * 2 ** ((height - 69) / 12), rel=0.01)


def test_every_pitch_of_the_vocabulary_is_true() -> None:
    heights = [data.semitone(symbol) for symbol in data.tune_vocabulary().symbols[3:]]
    for height in heights:
        assert fundamental(wave_of([(height, 0, 1)])) == pytest.approx(440 * 2 ** ((height - 69) / 12), rel=0.01)


def test_silence_is_where_no_note_is() -> None:
    heard = wave_of([(60, 1, 1), (62, 3, 1)], seconds=0.25)
    quarter = RATE // 4
    assert len(heard) == 4 * quarter + 1
    assert not heard[:quarter].any()
    assert not heard[2 * quarter + 1 : 3 * quarter].any()


def test_it_begins_and_ends_at_zero_and_never_clips() -> None:
    for notes in (TUNE, [(60, 0, 4), (64, 0, 4), (67, 0, 4), (72, 0, 4)]):
        heard = wave_of(notes)
        assert heard[0] == heard[-1] == 0
        assert 0.3 < np.abs(heard).max() <= sound.LOUDEST


def test_nothing_clicks() -> None:
    # A click is a step in the wave. The steepest slope of a sum of sines is the sum of their amplitudes times their
    # frequencies; an envelope adds at most what it rises in a sample.
    heard = wave_of(TUNE)
    highest = 440 * 2 ** ((max(height for height, _, _ in TUNE) - 69) / 12)
    slope = sum(number * loud for number, loud in enumerate(sound.PARTIALS, start=1)) / sum(sound.PARTIALS)
    steepest = 2 * np.pi * highest / RATE * slope + np.pi / 2 / (sound.ATTACK * RATE)
    assert np.abs(np.diff(heard)).max() < sound.LOUDEST * steepest
    # Where one note ends and the next begins the wave is at rest: within a millisecond it stays below a hundredth.
    for _, start, _ in TUNE[1:]:
        at = round(start * 0.2 * RATE)
        assert np.abs(heard[at - 8 : at + 8]).max() < 0.01


def test_a_tune_of_twelve_seconds_is_small() -> None:
    html = figures.sound_html(TUNE, seconds=12 / 48, **SAYS)
    assert 11.5 < len(samples_in(html)) / RATE <= 12.1
    assert len(html) < 300_000


def test_high_notes_lose_the_partials_that_the_file_cannot_hold() -> None:
    heard = wave_of([(100, 0, 4)])  # 2637 Hz: twice that would come out as another pitch
    spectrum = np.abs(np.fft.rfft(heard))
    away = np.abs(np.fft.rfftfreq(len(heard), 1 / RATE) - 2637) > 200
    assert spectrum[away].max() < 0.01 * spectrum.max()


def test_the_player_has_controls_and_words_and_does_not_start_by_itself() -> None:
    html = figures.sound_html(TUNE, **SAYS)
    [player] = re.findall(r"<audio [^>]*>", html)
    assert " controls " in player
    assert "autoplay" not in html
    assert 'aria-label="Eight bars &amp; &quot;a close&quot;."' in player
    assert "<figcaption" in html
    assert "<code>end</code>" in html
    assert "<script" not in html


def test_a_picture_stands_above_the_player() -> None:
    html = figures.sound_html(TUNE, picture=figures.piano_roll(TUNE), **SAYS)
    assert html.index("<svg") < html.index("<img") < html.index("<audio") < html.index("<figcaption")


def test_in_a_notebook_the_player_comes_with_words_for_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = []
    monkeypatch.setattr(sound, "in_ipython", lambda: True)
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append(data))
    figures.play(TUNE, **SAYS)
    [page] = shown
    assert page == {
        "text/html": figures.sound_html(TUNE, **SAYS),
        "text/plain": 'Figure: Eight bars & "a close".\nListen to the `end`.',
    }


def test_a_program_has_no_page_and_a_sound_without_words_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    figures.play(TUNE, **SAYS)
    assert capsys.readouterr() == ("", "")
    with pytest.raises(ValueError, match="caption"):
        figures.play(TUNE, caption="", alt="a")


@pytest.mark.parametrize("notes", [[], [(60, 0, 0)]])
def test_nothing_to_hear_is_refused(notes: list[tuple[int, float, float]]) -> None:
    with pytest.raises(ValueError, match="longer than 0"):
        wave_of(notes)


def test_a_file_keeps_the_wave_to_16_bits() -> None:
    heard = wave_of(TUNE)
    with wave.open(io.BytesIO(wav(heard))) as file:
        kept = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2") / 32767
    assert np.abs(kept - heard).max() <= 0.5 / 32767 + 1e-12
