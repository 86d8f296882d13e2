"""CSV files of Canvas and Moodle: filled in by learner, read back as they were written, and nobody's score lost."""

import json

import pytest
from gradebook_texts import CANVAS, LESSON, MOODLE, scores, sheet_of
from typer.testing import CliRunner

from autograder.cli import app
from autograder.errors import CourseError
from autograder.grading.doors import canvas, moodle
from autograder.grading.doors.gradebook_file import harmless, read_sheet, write_sheet
from autograder.grading.doors.graded import read_results, scores_of
from autograder.grading.intake import read_roster

ROSTER = (
    "id,name,e-mail\nana,Ana Lee,ana.lee@example.org\nben,Ben Okoro,ben@example.org\nu3,Núria Zoë,nuria@example.org\n"
)


@pytest.fixture
def roster(tmp_path):
    (tmp_path / "roster.csv").write_text(ROSTER)
    return read_roster(tmp_path / "roster.csv")


def test_canvas_gets_the_columns_that_it_looks_for_and_the_assignment_alone():
    sheet, filled = canvas.fill(sheet_of(CANVAS), scores(ben=21.5, nuria=28, **{"ana.lee": 14}))
    header, points, posting, *rows = sheet.rows
    assert posting == ["", "", "", "", "", "Manual Posting"]
    assert header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "02_simple_rnn (4711)"]
    assert (points[0].strip(), points[-1]) == ("Points Possible", "28")
    assert {row[1]: row[-1] for row in rows} == {"101": "14", "102": "21.5", "103": "28", "104": "", "105": ""}
    assert (filled.written, filled.left_over) == (3, [])
    rest = 'line 7, =HYPERLINK("http://evil"); line 8, Lee, Ana'
    assert filled.notes == [f"Rows without a score here, which stay as they were: {rest}."]


@pytest.mark.parametrize(
    ("student", "row"),
    [("u1", "101"), ("u2", "102"), ("nuria", "103"), ("zoënúria", "103"), ("leeana_105", "105"), ("ANA2", "105")],
)
def test_a_learner_is_found_by_what_canvas_and_its_downloads_call_them(student, row):
    sheet, _ = canvas.fill(sheet_of(CANVAS), scores(**{student: 1}))
    assert [each[1] for each in sheet.rows if each[-1] == "1"] == [row]


def test_whoever_is_not_found_or_may_be_two_is_named_and_not_written():
    sheet, filled = canvas.fill(sheet_of(CANVAS), scores(leeana=5, nobody=6, none=6, ben=7, u2=8))
    assert [row[-1] for row in sheet.rows[3:]] == ["", "3", "", "", ""]
    assert filled.left_over == [
        "leeana may be any of 2 rows of the gradebook: not written. line 4, Lee, Ana; line 8, Lee, Ana.",
        "In no row of the gradebook, so not written: nobody, none.",
        "ben, u2 are the same learner by the gradebook: none was written.",
    ]


@pytest.mark.parametrize(
    ("student", "rows", "said"),
    [
        (
            "Li_Wei",
            [("Li Wei", "wei2@uni.edu"), ("Wei Li", "liwei@uni.edu")],
            "any of 2 rows",
        ),  # not who has that login
        ("liwei", [("Li Wei", "wei2@uni.edu"), ("Ana Lee", "liwei@uni.edu")], "any of 2 rows"),
        ("an.alee1", [("Ana Lee", "ana_lee1@uni.edu")], "In no row"),
        ("s9", [("Ana Berg", "ana@b.edu")], "In no row"),  # on the roster Ana Abel, ana@a.edu
        ("501", [("Ana Berg", "ana@b.edu")], "In no row"),  # a platform's own number is no learner's name
    ],
)
def test_nobody_gets_the_score_of_another_one_who_is_called_alike(tmp_path, student, rows, said):
    (tmp_path / "roster.csv").write_text("id,name,e-mail\ns9,Ana Abel,ana@a.edu\n")
    text = MOODLE.partition("\n")[0] + "\n"
    text += "".join(
        f"Participant {k};{name};;{mail};Submitted;;100;Yes;-;-;\n" for k, (name, mail) in enumerate(rows, 501)
    )
    sheet, filled = moodle.fill(sheet_of(text), scores(**{student: 9}), roster=read_roster(tmp_path / "roster.csv"))
    assert [row[5] for row in sheet.rows[1:]] == [""] * len(rows)
    assert len(filled.left_over) == 1
    assert said in filled.left_over[0]


def test_the_roster_leads_from_a_folder_to_the_mail_of_an_account(roster):
    sheet, filled = canvas.fill(sheet_of(CANVAS), scores(ana=9), roster=roster)
    assert [row[1] for row in sheet.rows if row[-1] == "9"] == ["101"]
    assert not filled.left_over


@pytest.mark.parametrize("column", ["4711", "02_simple_rnn", "02_simple_rnn (4711)", "simple_RNN"])
def test_an_assignment_is_found_by_name_or_number(column):
    sheet, _ = canvas.fill(sheet_of(CANVAS), scores(ben=7), column=column)
    assert sheet.rows[0][-1] == "02_simple_rnn (4711)"


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        (CANVAS, "99", r"has no column '99': it has 'Quiz \(11\)', '02_simple_rnn \(4711\)'\. Say --column"),
        (CANVAS.replace("Quiz", "02_simple_rnn"), "02_simple_rnn", "may be any of these columns"),
        ("name,points\nana,3\n", None, "not as Canvas exports it"),
    ],
)
def test_a_column_that_cannot_be_told_is_said_in_a_sentence(text, column, said):
    with pytest.raises(CourseError, match=said):
        canvas.fill(sheet_of(text), scores(ben=7), column=column)


def test_a_file_for_canvas_is_made_from_a_roster(roster):
    sheet, filled = canvas.made(scores(ana=9, ben=8, eve=1), roster)
    assert sheet.rows[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", LESSON]
    assert sheet.rows[1] == ["    Points Possible", "", "", "", "", "28"]
    assert sheet.rows[2] == ["Ana Lee", "", "ana", "ana.lee@example.org", "", "9"]
    assert filled.left_over == ["In no row of the gradebook, so not written: eve."]


def test_moodles_worksheet_is_filled_in_and_else_stays_as_it_was(tmp_path):
    path = tmp_path / "worksheet.csv"
    path.write_text(MOODLE, encoding="utf-8")
    before = read_sheet(path)
    sheet, filled = moodle.fill(read_sheet(path), scores(u1=7, ben=20, Núria_Zoë_503=28), comments=True)
    assert [row[5] for row in sheet.rows[1:]] == ["25", "12,00", "100"]
    assert sheet.rows[1][-1] == "rnn_forward: 7<br>- &lt;b&gt;tanh&lt;/b&gt; is left out."
    for row, was in zip(sheet.rows, before.rows, strict=True):
        assert row[:5] + row[6:10] == was[:5] + was[6:10]
    assert filled.left_over == ["ben: Moodle says that the grade cannot be changed; not written."]
    assert "counts 100 and the lesson 28" in filled.notes[-1]


def test_a_file_for_moodles_gradebook_is_made_from_a_roster(roster):
    sheet, filled = moodle.made(scores(ana=9.25, eve=1), roster)
    assert sheet.rows == [
        ["ID number", "Email address", "Full name", LESSON],
        ["ana", "ana.lee@example.org", "Ana Lee", "9.25"],
    ]
    assert filled.left_over == ["eve is not on the roster: not written."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("text", [CANVAS, MOODLE, CANVAS.replace(",", "\t")])
def test_a_file_is_read_whatever_wrote_it_and_written_so_that_it_reads_the_same(tmp_path, text, encoding):
    path = tmp_path / "in.csv"
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    sheet = read_sheet(path)
    assert "Núria" in str(sheet.rows)
    write_sheet(sheet, path)
    again = read_sheet(path)
    assert again.rows == [[harmless(cell) for cell in row] for row in sheet.rows]
    assert again.delimiter == sheet.delimiter
    assert path.read_bytes().startswith(b"\xef\xbb\xbf") == (encoding != "utf-8")


def test_what_a_learner_calls_themselves_is_no_formula_and_a_number_stays_one(tmp_path):
    sheet, _ = canvas.fill(sheet_of(CANVAS), scores(eve=1))
    write_sheet(sheet, tmp_path / "out.csv")
    rows = read_sheet(tmp_path / "out.csv").rows
    assert rows[6][0] == '\'=HYPERLINK("http://evil")'
    assert [harmless(cell) for cell in ("-", "-3.5", "+1", "@sum", "=1", "-x")] == [
        "-",
        "-3.5",
        "+1",
        "'@sum",
        "'=1",
        "'-x",
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"Student,ID\n", "no rows"), (b'a,b\n"never closed', "no CSV file"), (None, "cannot be read")],
)
def test_a_file_that_is_no_gradebook_is_said_in_a_sentence(tmp_path, data, said):
    path = tmp_path / "in.csv"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(CourseError, match=said):
        read_sheet(path)


def submission(student, *, lesson=LESSON, outcome="graded", score=10.0, to_mark=0, **more):
    check = {
        "check": "c",
        "title": "It holds.",
        "status": "fails",
        "points": 0,
        "possible": 2,
        "message": "",
        "hint": "",
    }
    exercise = {
        "exercise": "rnn_forward",
        "points": 0,
        "possible": 2,
        "attempted": True,
        "reason": "",
        "checks": [check | {"cause": "the bias is forgotten.", "misconception": "no_bias"}],
    }
    known = {
        "student": student,
        "lesson": lesson,
        "outcome": outcome,
        "score": score,
        "possible": 28.0,
        "reason": "why",
    }
    return known | {"to_mark": to_mark, "exercises": [exercise], "path": "p", "seconds": 1.5} | more


@pytest.fixture
def results(tmp_path):
    found = [
        submission("ana", penalty=1.5),
        submission("ben", to_mark=2),
        submission("cat", outcome="not graded", lesson=""),
    ]
    (tmp_path / "results.json").write_text(json.dumps({"schema": 1, "submissions": found}))
    return tmp_path


def test_the_score_is_the_one_that_counts_and_the_comment_holds_the_courses_words_alone(results):
    found = scores_of(read_results(results), None)
    assert [(each.student, each.score) for each in found.scores] == [("ana", 10.0)]
    comment = "rnn_forward: 0 of 2\n- the bias is forgotten.\nHanded in late: 1.5 points were taken off."
    assert found.scores[0].comment == comment
    assert [note.split(":")[0] for note in found.notes] == [
        "cat was not graded and has no score",
        "Left out, since written answers wait to be marked (--unmarked writes what there is)",
    ]
    assert len(scores_of(read_results(results), LESSON, unmarked=True).scores) == 2


def test_results_of_several_lessons_need_one_named(tmp_path):
    found = [submission("ana"), submission("ana", lesson="09_gru")]
    with pytest.raises(CourseError, match="Say --lesson: the results are of 02_simple_rnn, 09_gru"):
        scores_of(found, None)
    with pytest.raises(CourseError, match="no results of '10_lstm'"):
        scores_of(found, "10_lstm")
    with pytest.raises(CourseError, match=r"is no results\.json"):
        read_results(tmp_path)


@pytest.mark.parametrize(("kind", "text"), [("canvas", CANVAS), ("moodle", MOODLE)])
def test_the_command_writes_the_file_and_says_who_is_left_out(results, tmp_path, kind, text):
    (tmp_path / "in.csv").write_text(text, encoding="utf-8")
    call = ["export", kind, str(results), "--gradebook", str(tmp_path / "in.csv"), "--to", str(tmp_path / "out.csv")]
    done = CliRunner().invoke(app, call)
    assert (done.exit_code, "In no row of the gradebook, so not written: ana." in done.output) == (1, True), done.output
    (tmp_path / "roster.csv").write_text(ROSTER)
    done = CliRunner().invoke(app, [*call, "--roster", str(tmp_path / "roster.csv")])
    assert done.exit_code == 0, done.output
    assert "wait to be marked (--unmarked writes what there is): ben." in done.output
    assert "out.csv: 1 score\n" in done.output
    cells = [cell for row in read_sheet(tmp_path / "out.csv").rows for cell in row]
    assert {"canvas": "10", "moodle": "35.71"}[kind] in cells


@pytest.mark.parametrize("to", ["in.csv", "results.json", "."])
def test_the_command_writes_over_nothing_that_it_reads(results, tmp_path, to):
    (tmp_path / "in.csv").write_text(CANVAS)
    call = ["export", "canvas", str(results), "--gradebook", str(tmp_path / "in.csv"), "--to", str(tmp_path / to)]
    done = CliRunner().invoke(app, call)
    assert isinstance(done.exception, CourseError)
    assert "name another file" in str(done.exception)
    assert (tmp_path / "in.csv").read_text() == CANVAS
