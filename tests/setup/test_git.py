"""git keeps to itself what is about people, and gives everyone the same bytes."""

from checkout import attribute, git, ignored

ABOUT_PEOPLE = [
    "gradebook.db",
    "gradebook.db-journal",
    "gradebook.db.2026-11-26-014546.996724",  # what `nbgrader db upgrade` keeps
    "grades.csv",
    "class.csv",  # nbgrader export --to=class.csv
    "inbox/ada.ipynb",
    "class.zip",
    "downloaded/02_simple_rnn/archive/ada.ipynb",
    "submitted/ada/02_simple_rnn/02_simple_rnn.ipynb",
    "autograded/ada/02_simple_rnn/02_simple_rnn.ipynb",
    "feedback/ada/02_simple_rnn/02_simple_rnn.html",
    "exchange/sequence-models/inbound/ada+02_simple_rnn/timestamp.txt",
    "autumn/results.json",
    "autumn/results.csv",
    "autumn/report.html",
    "autumn/report-02_simple_rnn.html",
    "autumn/report.csv",
    "autumn/report.json",
    "autumn/changes.json",
    "autumn/changes.csv",
    "autumn/ledger.db",
    "policy.toml",  # who has an extension
    "autumn/policy.before.toml",
    "appeal.txt",
    "autumn/.gradebook.db.part",
    "autumn/submitted/ada/02_simple_rnn/notes.txt",
    "autumn/autograded/ada/02_simple_rnn/02_simple_rnn.ipynb",
    "autumn/feedback/ada/02_simple_rnn/02_simple_rnn.html",
    "autumn/not_graded/bob/bob.ipynb",
    "autumn/.unpacked-k2jd/ada/ada.ipynb",
]
WITH_ANSWERS = ["source/02_simple_rnn/02_simple_rnn.ipynb", "solution/02_simple_rnn/02_simple_rnn.ipynb"]
OF_THE_PROJECT = [
    "notebooks/09_lstm/09_lstm.ipynb",
    "notebooks/09_lstm/recording.json",
    "lessons/09_lstm.py",
    "solutions/lstm.py",
    "data/words.csv",
    "autograder/grading/notebook/submitted.py",
]
BUILT_AND_COMPARED = ["course.py", "docs/security.md", "requirements/lab.txt", *OF_THE_PROJECT]


def test_what_is_about_people_is_ignored() -> None:
    assert set(ABOUT_PEOPLE) - ignored(ABOUT_PEOPLE) == set()


def test_what_holds_answers_and_is_built_is_ignored() -> None:
    assert set(WITH_ANSWERS) - ignored(WITH_ANSWERS) == set()


def test_what_is_of_the_project_is_not_ignored() -> None:
    assert ignored(OF_THE_PROJECT) == set()
    assert ignored(git("ls-files")) == set()


def test_text_has_the_line_ends_of_unix_everywhere() -> None:
    assert attribute("eol", BUILT_AND_COMPARED) == {"lf"}
    assert attribute("text", BUILT_AND_COMPARED) <= {"auto", "set"}


def test_pictures_and_arrays_are_left_as_they_are() -> None:
    assert attribute("text", ["docs/images/check.png", "data/models/name_model.npz"]) == {"unset"}


def test_no_file_was_committed_with_other_line_ends() -> None:
    ends = {line.split()[0] for line in git("ls-files", "--eol")}
    assert ends <= {"i/lf", "i/-text", "i/none"}
