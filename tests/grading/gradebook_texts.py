"""Gradebooks of Canvas and Moodle as they export them, and scores for them."""

import csv
import io

from autograder.grading.doors.gradebook_file import Sheet
from autograder.grading.doors.graded import Score, Scores

LESSON = "02_simple_rnn"
# As Canvas exports it, a mark for Windows at its start.
CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Quiz (11),02_simple_rnn (4711),Assignments Current Score
    Points Possible,,,,,10,28,(read only)
,,,,,Manual Posting,Manual Posting,
"Lee, Ana",101,u1,ana.lee@example.org,A,7,,80
"Okoro, Ben",102,u2,ben,A,8,3,70
"Zoë, Núria",103,u3,nuria@example.org,A,,,
"=HYPERLINK(""http://evil"")",104,u4,eve,A,,,
"Lee, Ana",105,u5,ana2,A,,,
"""
MOODLE = (
    "Identifier;Full name;ID number;Email address;Status;Grade;Maximum Grade;Grade can be changed;"
    "Last modified (submission);Last modified (grade);Feedback comments\n"
    "Participant 501;Ana Lee;u1;ana.lee@example.org;Submitted;;100,00;Yes;Monday, 1 June;Tuesday, 2 June, 10:00 AM;\n"
    "Participant 502;Ben Okoro;u2;ben@example.org;Submitted;12,00;100,00;No;-;-;\n"
    "Participant 503;Núria Zoë;u3;nuria@example.org;Submitted;;100,00;Yes;-;-;old\n"
)


def scores(**points):
    each = tuple(
        Score(name, value, 28.0, f"rnn_forward: {value}\n- <b>tanh</b> is left out.") for name, value in points.items()
    )
    return Scores(LESSON, each)


def sheet_of(text):
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text else ","))
    return Sheet(rows)
