"""What an assignment counts in a gradebook, and what its columns are called there."""

import pytest
from gradebook_texts import CANVAS, MOODLE, scores, sheet_of

from autograder.errors import CourseError
from autograder.grading.doors import canvas, moodle

GERMAN = (
    "ID;Vollständiger Name;E-Mail-Adresse;Status;Bewertung;Bestwertung;Zuletzt geändert;Feedback als Kommentar\n"
    "Teilnehmer/in501;Ana Lee;ana@x.org;;;100,00;-;\n"
)


def test_points_are_turned_into_those_of_the_assignment():
    text = CANVAS.replace("10,28,", "10,100,")
    sheet, filled = canvas.fill(sheet_of(text), scores(ben=7))
    assert sheet.rows[4][-1] == "25"
    assert "counts 100 points and the lesson 28" in filled.notes[-1]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (GERMAN, {"comments": True}),
        (GERMAN.replace("Feedback als Kommentar", "Avis").replace("Bewertung", "Note"), {"comments": "Avis"}),
    ],
)
def test_a_worksheet_in_another_language_is_filled_in_where_its_columns_are_known_or_named(text, named):
    if "Note" in text:
        with pytest.raises(CourseError, match=r"no column 'Grade'.*'Note'.*Say --column"):
            moodle.fill(sheet_of(text), scores(ana=7))
        named |= {"column": "Note"}
        with pytest.raises(CourseError, match=r"no column 'Feedback comments'.*'Avis'.*--comments-column"):
            moodle.fill(sheet_of(text), scores(ana=7), column="Note", comments=True)
    sheet, filled = moodle.fill(sheet_of(text), scores(ana=7), **named)
    assert sheet.rows[1][4:6] == ["25", "100,00"]
    assert sheet.rows[1][-1].startswith("rnn_forward: 7<br>")
    assert "counts 100 and the lesson 28" in filled.notes[-1]


@pytest.mark.parametrize(
    ("fill", "student", "text", "titled"),
    [
        (moodle.fill, "ana", GERMAN.replace("Bestwertung;", "").replace("100,00;", ""), "Bewertung"),
        (moodle.fill, "u1", MOODLE.replace("100,00", ""), "Grade"),
        (canvas.fill, "u1", CANVAS.replace("    Points Possible", "    Puntos posibles"), r"02_simple_rnn \(4711\)"),
        (canvas.fill, "u1", CANVAS.replace("10,28,", "10,,"), r"02_simple_rnn \(4711\)"),
    ],
)
def test_no_score_is_written_while_nobody_knows_what_the_assignment_counts(fill, student, text, titled):
    found = scores(**{student: 7})
    with pytest.raises(CourseError, match=f"how many points '{titled}' counts: say --out-of"):
        fill(sheet_of(text), found)
    sheet, _ = fill(sheet_of(text), found, out_of=100)
    assert "25" in [cell for row in sheet.rows for cell in row]


def test_an_assignment_that_is_marked_by_a_scale_is_refused():
    with pytest.raises(CourseError, match="marked by a scale"):
        moodle.fill(sheet_of(MOODLE.replace("Maximum Grade", "Scale").replace("100,00", "Good")), scores(u1=7))
