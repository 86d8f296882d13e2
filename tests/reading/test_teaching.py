"""The plan of weeks, the glossary and the sheet of notation say what the lessons say."""

import functools
import re
from collections import Counter
from pathlib import Path

import pytest

from autograder.authoring.course import ROOT
from autograder.authoring.formulas import colour_markdown
from autograder.authoring.notebooks import released
from autograder.cards.declared import CARDS
from autograder.notation import AXES
from autograder.syllabus import LESSONS

TEACHING = ROOT / "docs" / "teaching"
WEEKS, GLOSSARY, NOTATION = ((TEACHING / f"{name}.md").read_text("utf-8") for name in ("weeks", "glossary", "notation"))
ROW = re.compile(r"^\| *(\d*) *\| \[(\d\d)\]\((\S+)\) \| (.+?) \| \*(.+?)\* \| (.+?) \|$", re.MULTILINE)
TERM = re.compile(r"^\*\*(.+?)\*\*\s+\(lesson\s+\[(\d\d)\]\((\S+)\)\):", re.MULTILINE)


@functools.cache
def text_of(number: str) -> str:
    """The text and code that a learner is given in a lesson, by its number."""
    (name,) = (name for name in LESSONS if name.startswith(number))
    return "\n".join(cell.source for cell in released(name).cells)


@pytest.mark.parametrize("row", ROW.findall(WEEKS), ids=lambda row: f"week {row[0]}, lesson {row[1]}")
def test_a_row_of_the_plan_agrees_with_its_lesson(row: tuple[str, ...]) -> None:
    _, number, _, minutes, section, card = row
    lesson = text_of(number)
    assert f"**It takes** about {minutes}" in lesson.replace("\n", " ")
    assert re.search(rf"^##+ {re.escape(section)}$", lesson, re.MULTILINE)
    assert card == "none" or [each.of().lesson[:2] for each in CARDS if each.title == card] == [number]


def test_the_long_plan_has_every_lesson_once_and_both_have_their_weeks() -> None:
    long, short = WEEKS.split("## Six weeks")
    assert sorted(row[1] for row in ROW.findall(long)) == [name[:2] for name in LESSONS]
    assert sorted({int(row[0]) for row in ROW.findall(long) if row[0]}) == list(range(1, 13))
    assert sorted({int(row[0]) for row in ROW.findall(short)}) == list(range(1, 7))
    left_out = set(re.findall(r"\d\d", re.search(r"Lessons ([\d, and\n]+) are left out", short)[1]))  # type: ignore[index]
    assert {row[1] for row in ROW.findall(short)} == {name[:2] for name in LESSONS} - left_out


def test_the_readme_calls_each_lesson_as_its_heading_begins() -> None:
    rows = re.findall(r"^\| (\d\d [^|]+?) \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    headings = [re.search(r"^# # (.+)", (ROOT / "lessons" / f"{name}.py").read_text("utf-8"), re.M) for name in LESSONS]
    assert [row for row, found in zip(rows, headings, strict=True) if not (found and found[1].startswith(row))] == []


def test_no_week_takes_longer_than_the_plan_of_six_weeks_says() -> None:
    short = (TEACHING / "weeks.md").read_text("utf-8").split("## Six weeks")[1]
    longest: Counter[str] = Counter()
    for week, minutes in re.findall(r"^\| (\d) \| [^|]+ \| ([^|]+) \|", short, re.MULTILINE):
        longest[week] += 180 if minutes == "two to three hours" else int(minutes.split()[-1])
    assert "four and a half hours" in short
    assert "up to six in week 6" in " ".join(short.split())
    assert longest.pop("6") <= 360
    assert max(longest.values()) <= 270


@pytest.mark.parametrize("term", TERM.findall(GLOSSARY), ids=lambda term: term[0])
def test_a_term_of_the_glossary_is_in_the_lesson_that_it_names(term: tuple[str, ...]) -> None:
    name, number, _ = term
    lesson = text_of(number).lower()
    words = [word for word in re.findall(r"[\w-]+", name.lower()) if word not in ("and", "to")]
    assert [word for word in words if word not in lesson and word.removesuffix("s") not in lesson] == []


def test_the_glossary_is_in_order_and_explains_each_term_in_two_sentences_at_most() -> None:
    names = [name.lower() for name, _, _ in TERM.findall(GLOSSARY)]
    assert names == sorted(names)
    assert len(names) > 60
    entries = [entry for entry in GLOSSARY.split("\n\n") if entry.startswith("**")]
    assert len(entries) == len(names)
    assert [e for e in entries if len(re.findall(r"[.?](?= [A-Z]|$)", " ".join(e.split()))) > 2] == []


@pytest.mark.parametrize("name", ["weeks", "glossary"])
def test_a_link_to_a_lesson_leads_to_its_notebook(name: str) -> None:
    targets = re.findall(r"\[\d\d\]\((\S+?)\)", (TEACHING / f"{name}.md").read_text("utf-8"))
    assert targets
    assert [target for target in targets if not (TEACHING / target).resolve().is_file()] == []


def test_the_sheet_of_notation_holds_no_code_and_its_shapes_are_those_of_the_checks() -> None:
    assert "```" not in NOTATION
    rows = re.findall(r"^\| .+? \| `(\w+)` \| `\((.+?)\)` \|", NOTATION, re.MULTILINE)
    known = {name: shape.replace(",", "") for name, shape in rows if name in AXES}
    assert known == {"x": AXES["x"]}
    (weights,) = (line for line in NOTATION.split("\n") if "`Wax`" in line)
    assert all(f"`{name}`" in weights for name in ("Wax", "Waa", "Wya"))


@pytest.mark.parametrize("path", sorted(TEACHING.glob("*.md")), ids=lambda path: path.name)
def test_every_formula_can_be_coloured_and_no_line_of_prose_is_too_long(path: Path) -> None:
    text = path.read_text("utf-8")
    if path.name != "cards.md":  # which has console blocks and code
        colour_markdown(text)
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    assert [line for line in prose.split("\n") if len(line) > 120 and not line.startswith("|")] == []
