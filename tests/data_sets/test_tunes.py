"""Tunes keep their rules, and no tune is in two parts."""

import numpy as np
import pytest

from data.tunes import BAR, BARS, END, HOLD, KEYS, REST, Tone, Tune, pitch_name, tones, tune_splits, tune_vocabulary


@pytest.fixture(scope="module")
def tunes() -> list[Tune]:
    return [tune for part in tune_splits(rng=np.random.default_rng(0), count=200) for tune in part]


def test_the_same_rng_writes_the_same_tunes_and_another_writes_others() -> None:
    first, again, other = (tune_splits(rng=np.random.default_rng(seed), count=30) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert [len(part) for part in first] == [24, 3, 3]


def test_every_tune_has_eight_bars_that_begin_with_a_note_and_an_end(tunes: list[Tune]) -> None:
    for tune in tunes:
        assert len(tune.symbols) == BAR * BARS + 1
        assert tune.symbols[-1] == END
        assert END not in tune.symbols[:-1]
        assert not {HOLD, REST} & {tune.symbols[BAR * bar] for bar in range(BARS)}


def test_every_tune_closes_on_its_tonic_twice_and_repeats_its_answer(tunes: list[Tune]) -> None:
    for tune in tunes:
        phrases = [tune.symbols[start : start + 2 * BAR] for start in range(0, BAR * BARS, 2 * BAR)]
        assert phrases[1] == phrases[3]
        assert phrases[0][:BAR] == phrases[1][:BAR]
        assert tones(phrases[1])[-1].semitone == KEYS[tune.key]


def test_a_mode_has_seven_pitches_an_octave(tunes: list[Tune]) -> None:
    for mode, scale in (("major", "D E F# G A B C#"), ("dorian", "D E F G A B C")):
        heights = {tone.semitone for tune in tunes if tune.mode == mode for tone in tones(tune.symbols)}
        assert {pitch_name(height)[:-1] for height in heights} == set(scale.split())


def test_all_styles_and_modes_occur(tunes: list[Tune]) -> None:
    assert len({(tune.style, tune.mode) for tune in tunes}) == 6


def test_the_vocabulary_holds_every_symbol(tunes: list[Tune]) -> None:
    vocabulary = tune_vocabulary()
    assert {symbol for tune in tunes for symbol in tune.symbols} == set(vocabulary.symbols)
    assert vocabulary.symbols[:3] == (END, HOLD, REST)


def test_no_tune_is_in_two_parts_in_any_key() -> None:
    parts = tune_splits(rng=np.random.default_rng(3), count=100, keys=("D", "G"))
    moves = [{_moves(tune) for tune in part} for part in parts]
    assert [len(part) for part in parts] == [160, 20, 20]
    assert [len(part) for part in moves] == [80, 10, 10]  # both keys of a tune are in one part
    assert not moves[0] & moves[1] | moves[0] & moves[2] | moves[1] & moves[2]
    assert {symbol for part in parts for tune in part for symbol in tune.symbols} <= set(
        tune_vocabulary(("D", "G")).symbols
    )


def _moves(tune: Tune) -> tuple[tuple[int, int, int], ...]:
    """Return what is left of a tune when its key is not known."""
    notes = tones(tune.symbols)
    return tuple((note.semitone - notes[0].semitone, note.start, note.length) for note in notes)


def test_symbols_become_notes_with_start_and_length() -> None:
    assert tones(["-", "D4", "-", ".", "-", "F#4", "A3", END, "D4"]) == [Tone(62, 1, 2), Tone(66, 5, 1), Tone(57, 6, 1)]


@pytest.mark.parametrize("wrong", [{"dev": 0.6, "test": 0.5}, {"keys": ()}, {"keys": ("H",)}])
def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"shares|letters"):
        tune_splits(rng=np.random.default_rng(0), count=10, **wrong)  # type: ignore[arg-type]
