"""How a submission's folder gets into the sandbox."""

import os

import pytest
from jailed import SMALL, run_in_jail

from autograder.grading.sandbox import SubmissionTooLarge

MIB = 2**20


def test_links_and_pipes_are_not_carried_in(tmp_path):
    (tmp_path / "secret").write_text("secret")
    handed_in = tmp_path / "handed in"
    (handed_in / "given").mkdir(parents=True)
    (handed_in / "given" / "ok.py").write_text("x = 1")
    (handed_in / "link").symlink_to(tmp_path / "secret")
    (handed_in / "folder").symlink_to(tmp_path)
    os.mkfifo(handed_in / "pipe")
    outcome = run_in_jail("import os; print([(p, sorted(d), f) for p, d, f in os.walk('.')])", folder=handed_in)
    assert outcome.output == "[('.', ['given'], []), ('./given', [], ['ok.py'])]\n"


def test_a_submission_that_does_not_fit_is_refused(tmp_path):
    with open(tmp_path / "big", "wb") as file:
        file.truncate(SMALL.disk_mib * MIB)
    with pytest.raises(SubmissionTooLarge, match="does not fit"):
        run_in_jail("", folder=tmp_path)


def test_the_scratch_copy_is_private(tmp_path):
    (tmp_path / "data.txt").write_text("before")
    assert run_in_jail("print(open('data.txt', 'w').write('after'))", folder=tmp_path).output == "5\n"
    assert (tmp_path / "data.txt").read_text() == "before"
