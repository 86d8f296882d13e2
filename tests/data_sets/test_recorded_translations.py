"""What the data sheets say of lesson 12's experiments is what the records hold."""

from pathlib import Path

import pytest

import data

SHEETS = (Path(data.__file__).parent / "README.md").read_text(encoding="utf-8")


def share(value: float) -> str:
    """Write a share as the sheets do."""
    return f"{value:.3f}".removeprefix("0")


def band(shares: list[float]) -> str:
    """Write the smallest and the largest share as the sheets do."""
    return f"{share(min(shares))} to {share(max(shares))}"


def results(name: str) -> dict:
    """Give the results of a record."""
    return data.load_recorded(name)["results"]


@pytest.mark.parametrize("name", ["gru", "gru reversed", "attention", "rnn", "rnn reversed"])
def test_shares_of_dates_are_those_of_the_record(name):
    runs = results("translation")[name]
    assert len(runs) == 5
    assert band([run[-1] for run in runs]) in SHEETS


def test_shares_of_the_peer_are_those_of_the_record():
    assert len(results("translation")["PyTorch gru"]) == 5
    assert band(results("translation")["PyTorch gru"]) in SHEETS


@pytest.mark.parametrize("name", ["gru", "rnn"])
def test_shares_of_numbers_are_those_of_the_record(name):
    runs = results("number_translation")[name]
    assert len(runs) == len(results("number_translation")["PyTorch gru"]) == 5
    assert band([run[-1] for run in runs]) in SHEETS
    assert band(results("number_translation")["PyTorch gru"]) in SHEETS


@pytest.mark.parametrize("units", [8, 16, 32])
@pytest.mark.parametrize("kind", ["gru", "attention"])
def test_shares_of_narrow_networks_are_those_of_the_record(kind, units):
    runs = results("narrow")[f"{kind}, {units}"]
    assert len(runs) == len(data.load_recorded("narrow")["seeds"])
    assert band([run["by epoch"][-1] for run in runs]) in SHEETS


@pytest.mark.parametrize("name", ["gru", "gru reversed", "attention"])
def test_shares_by_length_are_those_of_the_record(name):
    runs = results("bottleneck")[name]
    assert len(runs) == len(data.load_recorded("bottleneck")["seeds"])
    means = [sum(each) / len(each) for each in zip(*runs, strict=True)]
    assert ", ".join(map(share, means)) in SHEETS


def test_shares_where_places_are_told_are_those_of_the_record():
    longest = {kind: [run[-1] for run in results("places")[kind]] for kind in ("gru", "attention")}
    assert f"{', '.join(map(share, longest['attention']))}, without it {band(longest['gru'])}" in SHEETS


@pytest.mark.parametrize("name", ["untrained", "gru", "gru reversed", "attention"])
def test_what_is_remembered_of_six_pairs_is_as_recorded(name):
    runs = [run[-1] for run in results("remembered")[name]]
    means = [sum(each) / len(each) for each in zip(*runs, strict=True)]
    assert ", ".join(f"{mean:.2f}".removeprefix("0") for mean in means) in SHEETS


@pytest.mark.parametrize("measure", ["right", "bleu", "length"])
@pytest.mark.parametrize("alpha", ["alpha 0", "alpha 1"])
def test_beams_after_one_epoch_are_as_recorded(alpha, measure):
    runs = [run[alpha][measure] for run in results("beam")["after one epoch"]]
    means = [sum(each) / len(each) for each in zip(*runs, strict=True)]
    assert ", ".join(map(share, means)) in SHEETS


def test_every_record_has_what_its_sheet_says():
    recorded = results("beam")
    for run in (*recorded["after one epoch"], *recorded["trained"]):
        assert run["widths"] == [1, 2, 3, 5, 10, 30, 100]
        assert {"right", "bleu", "length", "log probability", "search errors"} == set(run["alpha 0"])
    assert results("bottleneck")["digits"] == results("remembered")["digits"] == [4, 6, 8, 10, 12]
    for run in results("remembered")["gru"]:
        assert [len(row) for row in run] == [4, 6, 8, 10, 12]
