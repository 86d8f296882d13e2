"""Data sheets say what was measured: the bands in them are those of the records."""

from pathlib import Path

import pytest

import data

SHEETS = (Path(data.__file__).parent / "README.md").read_text(encoding="utf-8")


def band(shares: list[float]) -> str:
    """Write the smallest and the largest share as the sheets do."""
    return f"{min(shares):.3f} to {max(shares):.3f}".replace("0.", ".")


@pytest.mark.parametrize(
    ("name", "path", "whose"),
    [
        *(("reviews", (n,), whose) for n in ("3,000", "20,000") for whose in ("numpy", "pytorch")),
        *(("gestures", ("kind",), whose) for whose in ("moments without order", "numpy", "pytorch")),
        *(("gestures", ("phase",), whose) for whose in ("one moment", "two moments", "numpy", "pytorch")),
        *(("snippets", (), whose) for whose in ("numpy", "pytorch")),
        *((name, ("both",), "f1") for name in ("entities", "entity_blocks")),
        *(("entity_directions", (way,), "f1") for way in ("forward", "backward")),
        *(("entity_peers", (start,), "f1") for start in ("as it comes", "our start", "our start, one bias")),
        *(("gestures_ahead", (), whose) for whose in ("forward", "both")),
    ],
)
def test_bands_are_those_of_the_records(name, path, whose):
    recorded = data.load_recorded(name)
    results = recorded["results"]
    for key in path:
        results = results[key]
    assert len(results[whose]) == len(recorded["seeds"]) >= 5
    assert band(results[whose]) in SHEETS
