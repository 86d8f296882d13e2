"""One slip that is made wherever there is occasion for it is found, and all its places are told."""

import pytest

from tests.locate.test_edits import located

SQUEEZES = """
def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Waa"] @ a_prev + p["Wax"] @ xt + p["ba"])
    yt_pred = softmax(p["Wya"] @ a_next + p["by"])
    return np.squeeze(a_next), np.squeeze(yt_pred), (a_next, a_prev, xt, p)
"""
LOSES_AXES = """
def softmax(z, axis=0):
    e = np.exp(z - z.max(axis=axis))
    return e / np.sum(e, axis=axis)
"""
MAKES_COLUMNS = """
def make_lm_pair(ids, bos_id):
    X = np.array([bos_id, *ids[:-1]])[:, np.newaxis]
    return X, np.array(ids)[:, np.newaxis]
"""
CLIPS = """
def softmax(z, axis=0):
    z = np.clip(z - z.max(axis=axis, keepdims=True), -0.3, 0)
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)
"""

LOSES_THE_LAST_RUNS = """
def bleu(pred, ref, k=4):
    if not pred:
        return 0.0
    shares = []
    for n in range(1, min(k, len(pred)) + 1):
        said = Counter(tuple(pred[i : i + n]) for i in range(0, len(pred) - n))
        due = Counter(tuple(ref[i : i + n]) for i in range(len(ref) - n))
        runs = len(pred) - n + 1
        shares.append(sum((said & due).values()) / runs)
    if min(shares) == 0:
        return 0.0
    return np.exp(min(0, 1 - len(ref) / len(pred)) + np.mean(np.log(shares)))
"""


@pytest.mark.parametrize(
    ("name", "source", "first", "second"),
    [
        ("rnn_cell_forward", SQUEEZES, "Line 5: `np.squeeze(a_next)`", "`np.squeeze(yt_pred)` (line 5)"),
        ("softmax", LOSES_AXES, "Line 2: `z.max(axis=axis)`", "`np.sum(e, axis=axis)` (line 3)"),
        ("make_lm_pair", MAKES_COLUMNS, "Line 2: `np.array([bos_id, *ids[:-1]])[:, np.newaxis]`", "(line 3)"),
        (
            "bleu",
            LOSES_THE_LAST_RUNS,
            "Line 6: `range(0, len(pred) - n)`",
            "`range(len(ref) - n)` (line 7)",
        ),
    ],
)
def test_all_places_of_a_slip_are_told(name, source, first, second):
    said = located(name, source)[0]
    assert said.startswith(f"{first} is where it goes wrong.")
    assert "The same goes for" in said
    assert second in said
    assert said.endswith("With the right values there, your whole function passes this check.")


def test_of_a_slip_that_is_made_once_nothing_else_is_told():
    said = located("softmax", CLIPS)[0]
    assert said.startswith("Line 2: `np.clip(")
    assert "Without this operation the check would hold." in said
    assert "The same goes for" not in said


def test_a_condition_of_a_comprehension_is_told_by_itself():
    text = """
def pad_batch(seqs, pad_id, max_len=None):
    kept = [s[:max_len] for s in seqs if s]
    lengths = np.array([len(s) for s in kept])
    ids = np.full((lengths.max(), len(kept)), pad_id)
    for i, s in enumerate(kept):
        ids[: len(s), i] = s
    return ids, np.arange(lengths.max())[:, None] < lengths, lengths
"""
    assert all("line 0" not in each.lower() for each in located("pad_batch", text))
