"""Jigs are read from ABC as it is written, from a package that may be missing, and versions of a tune stay together."""

import importlib
from pathlib import Path

import numpy as np
import pytest

from data import folk_tunes
from data.errors import DataMissing
from data.folk_tunes import folk_tune_splits, folk_vocabulary, load_folk_tunes
from data.tunes import Tune, tones

# Written for this test: an upbeat, a group of three, a dotted pair, grace notes, a sign, a rest, a repeat.
BARS = '(3A/B/c/|dAF DFA|^g2a f>ed|{c}dAF DFA|B2z "G"A3|dAF (DFA)|~B3 =c2B|AFD EFE|D3-D2:|\nd|ddd ddd:|'
JIG = "X:1\nT:For a test\nM:6/8\nL:1/8\nK:D\n" + BARS + "\n\n"
OTHER = JIG.replace("X:1", "X:2").replace("M:6/8", "M:4/4")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of the name and form of the real one, whose code must not run."""
    for folder in ("oneills1850", "airdsAirs"):
        (tmp_path / "music21" / "corpus" / folder).mkdir(parents=True)
    (tmp_path / "music21" / "__init__.py").write_text("raise RuntimeError('imported')")
    (tmp_path / "music21" / "corpus" / "license.txt").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    folk_tunes.read_jigs.cache_clear()
    yield tmp_path / "music21" / "corpus" / "oneills1850" / "a.abc"
    folk_tunes.read_jigs.cache_clear()


def only_tune(package: Path, text: str) -> Tune:
    package.write_text(text)
    folk_tunes.read_jigs.cache_clear()
    [tune] = load_folk_tunes()
    return tune


def test_a_jig_becomes_eight_bars_on_the_grid(package: Path) -> None:
    tune = only_tune(package, JIG + OTHER)
    assert (tune.style, tune.mode, tune.key) == ("jig", "major", "D")
    bars = [" ".join(tune.symbols[start : start + 6]) for start in range(0, 48, 6)]
    assert bars == [
        "D5 A4 F#4 D4 F#4 A4",
        "G#5 - A5 F#5 - D5",  # the e of f>e begins between two eighths and is left out
        "D5 A4 F#4 D4 F#4 A4",
        "B4 - . A4 - -",
        "D5 A4 F#4 D4 F#4 A4",
        "B4 - - C5 - B4",
        "A4 F#4 D4 E4 F#4 E4",
        "D4 - - D4 - .",
    ]
    assert tune.symbols[48:] == ("<EOS>",)


@pytest.mark.parametrize(
    ("key", "mode", "moved"), [("G", "major", -5), ("A Mixolydian", "mixolydian", 5), ("Em", "minor", -2)]
)
def test_every_key_is_moved_to_d(package: Path, key: str, mode: str, moved: int) -> None:
    tune = only_tune(package, JIG.replace("K:D", f"K:{key}"))
    sharp = {"G": {"F"}, "A Mixolydian": {"F", "C"}, "Em": {"F"}}[key]
    written = [74, 69, 65 + ("F" in sharp), 62]
    heights = [tone.semitone for tone in tones(tune.symbols)[:4]]
    assert tune.mode == mode
    assert {(height - before - moved) % 12 for height, before in zip(heights, written, strict=True)} == {0}
    assert np.diff(heights).tolist() == np.diff(written).tolist()


@pytest.mark.parametrize(
    "change", [("M:6/8", "M:9/8"), ("L:1/8", "L:1/16"), ("|dAF DFA|", "|dAF DF|"), ("ddd", "d[df]"), ("(3", "(5")]
)
def test_what_is_no_jig_or_is_not_understood_is_left_out(package: Path, change: tuple[str, str]) -> None:
    package.write_text(JIG.replace(*change, 1))
    assert len(load_folk_tunes()) == (change[0] == "ddd")  # what stands after the first part is not read


def test_versions_of_a_tune_are_in_one_part(package: Path) -> None:
    rng = np.random.default_rng(0)
    tunes = []
    for number in range(20):
        bars = ["".join(rng.choice(list("DEFGABcd"), 6)) for _ in range(8)]
        versions = [bars, [*bars[:4], *("".join(rng.choice(list("DEFGABcd"), 6)) for _ in range(4))]]
        tunes += [f"X:{number}\nM:6/8\nL:1/8\nK:D\n{'|'.join(version)}|\n" for version in versions]
    package.write_text("\n".join(tunes))
    parts = folk_tune_splits(rng=np.random.default_rng(1))
    assert [len(part) for part in parts] == [32, 4, 4]
    openings = [{tune.symbols[:24] for tune in part} for part in parts]
    assert [len(opening) for opening in openings] == [16, 2, 2]
    assert {symbol for part in parts for tune in part for symbol in tune.symbols} == set(
        folk_vocabulary([tune for part in parts for tune in part]).symbols
    ) - {"-", "."}


def test_a_missing_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    folk_tunes.read_jigs.cache_clear()
    monkeypatch.setattr("data.packages.find_spec", lambda name: None)
    with pytest.raises(DataMissing, match=r"'music21' .* Run: pip install music21 --no-deps"):
        load_folk_tunes()
