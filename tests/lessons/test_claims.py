"""Every source that a lesson names stands in the ledger of claims, and the ledger holds no row that no lesson needs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

import pytest

from autograder.authoring.course import ROOT, Course

LEDGER = ROOT / "docs" / "claims.md"
STATUSES = ("repeated", "derived", "cited")
OF_AN_EXPERIMENT = ("effect", "seeds", "time", "deviation", "command")

YEAR = r"(?:18|19|20)\d\d"
UPPER = "A-ZÀ-ÖØ-ÞĀ-Ž"
NAME = rf"(?:[{UPPER}]\.[ -]?)*(?:(?:van|von|de|der|den|di|la) )*[{UPPER}][\w'’-]+"
AUTHORS = rf"(?P<first>{NAME})(?:(?:, {NAME})*,? (?:and|&) {NAME}| et al\.)?"
# "Elman (1990)", "Elman's (1990, section 2)", "Shannon (1948; 1951)", and inside brackets "Elman, 1990".
SOURCE = re.compile(rf"{AUTHORS}(?:['’]s)?(?: \((?P<years>{YEAR}(?:[,;] (?:and )?{YEAR})*)[,;) ]|, (?P<year>{YEAR})\b)")


@dataclass(frozen=True, order=True)
class Source:
    """A paper or book as a lesson names it: its first author's surname and its year."""

    surname: str
    year: str

    def __str__(self) -> str:
        return f"{self.surname} ({self.year})"


@dataclass(frozen=True)
class Row:
    """A row of the ledger."""

    lesson: str
    source: str
    claim: str
    status: str
    ours: str


def sources_in(text: str) -> set[Source]:
    """Return every source that a text names with its year."""
    found = set()
    for match in SOURCE.finditer(" ".join(text.split())):
        surname = re.sub(r"['’]s$", "", match["first"].split(" ")[-1].split(".")[-1])
        found |= {Source(surname, year) for year in re.findall(YEAR, match["years"] or match["year"])}
    return found


def without_author(text: str) -> list[str]:
    """Return the years that begin a bracket with no author before it."""
    return re.findall(rf"\({YEAR}(?=[,;) ])", SOURCE.sub("", " ".join(text.split())))


def texts_of(name: str) -> Iterator[str]:
    """Yield what a lesson says: its markdown cells, and the texts in its code, captions and alternatives among them."""
    for cell in Course().lesson(name).read().cells:
        yield from [cell.source] if cell.cell_type == "markdown" else texts_in(cell.source)


def texts_in(code: str) -> list[str]:
    """Return the texts that code writes, f-strings in pieces."""
    nodes = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant)]
    return [node.value for node in nodes if isinstance(node.value, str)]


def rows_of(ledger: str) -> list[Row]:
    """Return the rows of the ledger's table, without its head."""
    lines = [line for line in ledger.splitlines() if line.startswith("|")]
    return [row_of(line) for line in lines[2:]]


def row_of(line: str) -> Row:
    """Read one line of the table."""
    cells = [cell.strip() for cell in line.removesuffix("|").removeprefix("|").split("|")]
    if len(cells) != len(fields(Row)):
        raise ValueError(f"a row of {LEDGER.name} has {len(fields(Row))} cells, this one has {len(cells)}: {line}")
    return Row(*cells)


def differences(mentioned: Iterable[tuple[str, Source]], rows: Iterable[Row]) -> list[str]:
    """Say which sources are missing in the ledger, and which of its rows no lesson mentions."""
    said = set(mentioned)
    held = {(row.lesson, source) for row in rows for source in sources_in(row.source)}
    missing = [f"lesson {lesson} names {source}: no row" for lesson, source in sorted(said - held)]
    needless = [f"row {lesson}, {source}: the lesson does not name it" for lesson, source in sorted(held - said)]
    return missing + needless


def mentioned_in_lessons() -> set[tuple[str, Source]]:
    """Return (number of a lesson, source) for every source that a lesson names."""
    return {(name[:2], source) for name in Course().names() for text in texts_of(name) for source in sources_in(text)}


def test_the_ledger_and_the_lessons_name_the_same_sources() -> None:
    assert differences(mentioned_in_lessons(), rows_of(LEDGER.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "row", rows_of(LEDGER.read_text(encoding="utf-8")), ids=lambda row: f"{row.lesson} {row.source}"
)
def test_a_row_says_what_is_claimed_and_where_it_stands(row: Row) -> None:
    assert len(sources_in(row.source)) == 1
    assert row.claim
    assert row.status in STATUSES
    if row.status == "repeated":
        assert [part for part in OF_AN_EXPERIMENT if f"{part}:" not in row.ours] == []


# --- The test of the test -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Elman (1990) begins with it.", "Elman 1990"),
        ("as in Elman's (1990) network", "Elman 1990"),
        ("- J. L. Elman (1990), *Finding structure in time*", "Elman 1990"),
        ("Tallec and Ollivier\n(2017) cut", "Tallec 2017"),
        ("Bengio et al. (2003) and Waibel et al. (1989)", "Bengio 2003, Waibel 1989"),
        ("Y. Bengio, P. Simard and P. Frasconi (1994), *Long*", "Bengio 1994"),
        ("(Appleyard, Kočiský and Blunsom, 2016)", "Appleyard 2016"),
        ("(the *circular law*; Ginibre, 1965)", "Ginibre 1965"),
        ("Pascanu et al. (2013, section 3.3)", "Pascanu 2013"),
        ("Shannon (1948; 1951) and Karpathy, Johnson & Fei-Fei (2016)", "Shannon 1948, Shannon 1951, Karpathy 2016"),
        ("van den Oord et al. (2016)", "Oord 2016"),
        ("the census of 1990 has 10,000 words (in 2016) and step (1999)", ""),
    ],
)
def test_a_source_is_found_in_every_form_that_lessons_use(text: str, found: str) -> None:
    wanted = {Source(*each.split(" ")) for each in found.split(", ") if each}
    assert sources_in(text) == wanted


def test_captions_and_alternative_texts_are_read() -> None:
    code = 'show(fig, caption=f"{n} runs as in " f"Elman (1990).", alt="Drawn as by " "Werbos (1990).")  # Ng (2018)'
    found = {source for text in texts_in(code) for source in sources_in(text)}
    assert found == {Source("Elman", "1990"), Source("Werbos", "1990")}


def test_what_is_missing_and_what_is_needless_is_named() -> None:
    rows = rows_of("| a | b | c | d | e |\n|---|---|---|---|---|\n| 01 | Elman (1990) | a claim | cited | |\n")
    assert differences([("01", Source("Elman", "1990"))], rows) == []
    assert differences([("02", Source("Elman", "1990"))], rows) == [
        "lesson 02 names Elman (1990): no row",
        "row 01, Elman (1990): the lesson does not name it",
    ]


def test_a_row_with_a_cell_too_many_is_refused() -> None:
    with pytest.raises(ValueError, match="has 5 cells, this one has 6"):
        row_of("| 01 | Elman (1990) | a | b | cited | |")


def test_a_year_in_brackets_has_an_author_before_it() -> None:
    assert [text for name in Course().names() for text in texts_of(name) if without_author(text)] == []


def test_a_year_without_an_author_is_found() -> None:
    assert without_author("Shannon (1948) drew text and (1951) measured it") == ["(1951"]


def test_the_lessons_name_sources_at_all() -> None:
    assert len(mentioned_in_lessons()) >= 20
