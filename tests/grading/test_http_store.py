"""The files of the HTTP door: what cannot be read of them is passed over."""

import pytest

from autograder.grading.doors.http.store import Store

BROKEN = ["", "[]", '{"more": 1}', '{"id": "", "owner": "ana", "lesson": "", "when": "x"}']


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path / "accepted")
    yield made
    made.close()


@pytest.mark.parametrize("text", BROKEN)
def test_a_request_that_cannot_be_read_is_passed_over_and_named(store, caplog, text):
    broken, whole = (store.accept("ana", "02_simple_rnn", when, b"{") for when in (1.0, 2.0))
    path = store.root / broken.id / "request.json"
    path.write_text(text)
    assert store.waiting() == [whole]
    assert store.find(broken.id) is None
    assert f"{path} cannot be read" in caplog.text


@pytest.mark.parametrize("text", BROKEN[:2])
def test_what_has_a_verdict_that_cannot_be_read_is_judged_again(store, text):
    accepted = store.accept("ana", "02_simple_rnn", 1.0, b"{")
    store.finish(accepted, {"outcome": "graded"}, "page")
    assert store.waiting() == []
    (store.root / accepted.id / "verdict.json").write_text(text)
    assert store.verdict(accepted) is None
    assert store.waiting() == [accepted]
