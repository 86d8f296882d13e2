"""Similar answers: what is much closer than usual is listed, however it was renamed; what is common is not."""

import numpy as np
import pytest
from class_results import LESSON, results, right, save_cells, save_results, submission

from autograder.grading.class_report import similar
from autograder.grading.class_report.similar import FEWEST_ANSWERS, similar_answers, tokens
from autograder.grading.class_report.write import write_report

LOOP = """def f(x, w):
    total = np.zeros(w.shape)
    for step in range(len(x)):
        total = np.tanh(w @ total + x[step])  # one step
    return total / len(x), total.max(axis=0)
"""
RENAMED = """def f(inputs, weight):
    h = np.zeros(weight.shape)

    for t in range(len(inputs)):
        h = np.tanh(weight @ h + inputs[t])
    return h / len(inputs), h.max(axis=0)
"""
OTHERS = """
def f(x, w):
    return [sum(a * b for a, b in zip(p, q)) if p else None for p, q in zip(x, w) if len(p) == len(q)]
---
def f(x, w):
    assert x.ndim == 2, "two axes"
    if not w.any():
        raise ValueError(x)
    while x.sum() > 1:
        x = x - w
    return x, w, None, {"x": x, "w": w}
---
def f(x, w):
    h = {k: np.exp(-v) for k, v in w.items()}
    h["a"] = h["b"] ** 2 + h.pop("c", 0)
    return (h, *x)
---
def f(x, w):
    with np.errstate(all="ignore"):
        return np.where(w == 0, 0, x / w).cumsum(axis=1)[:, ::-1]
---
def f(x, w):
    try:
        y = np.linalg.solve(w, x)
    except Exception:
        y = np.linalg.lstsq(w, x)[0]
    return y.T.reshape(-1), -1
---
def f(x, w):
    def g(n):
        return x[0] if n == 0 else w * g(n - 1) + x[n]

    return g(len(x) - 1), tuple(map(g, range(3)))
---
def f(x, w):
    a, b, *c = x
    return max(a, b, key=lambda v: abs(v - w)) or [d for d in c if d not in (a, b)]
---
def f(x, w):
    out = []
    for i, row in enumerate(x):
        if i % 2:
            continue
        out.append(row[:3] + w[i])
    return np.stack(out)
"""
#: Nine ways that have little in common.
WAYS = [LOOP, *OTHERS.split("---\n")]


def found(**more):
    return similar_answers("f", {f"s{i}": text for i, text in enumerate(WAYS)} | more)


def test_a_copy_is_listed_though_its_names_layout_and_comments_are_others():
    what = found(copied=RENAMED)
    assert [(pair.one, pair.other, pair.similarity) for pair in what.pairs] == [("copied", "s0", 1.0)]
    assert what.usual < 0.6


def test_answers_that_differ_are_not_listed():
    assert found().pairs == ()


def test_a_common_way_to_write_it_is_not_listed():
    what = found(a=LOOP, b=LOOP, c=RENAMED)
    assert what.pairs == ()
    assert what.common == 4


def test_where_all_answers_are_close_nothing_is_closer_than_usual():
    close = {f"s{i}": LOOP.replace("axis=0", f"axis={i}") for i in range(FEWEST_ANSWERS)}
    assert similar_answers("f", close).pairs == ()


@pytest.mark.parametrize(("close", "listed"), [(0.84, False), (0.9, False), (0.96, True)])
def test_a_pair_has_to_lie_far_above_what_is_usual(monkeypatch, close, listed):
    usual = np.full((len(WAYS), len(WAYS)), 0.75)
    usual[0, 1] = usual[1, 0] = close
    monkeypatch.setattr(similar, "similarities", lambda texts: usual)
    assert bool(found().pairs) is listed


def test_few_or_short_answers_say_nothing():
    few = {f"s{i}": text for i, text in enumerate(WAYS[: FEWEST_ANSWERS - 1])}
    short = {f"s{i}": "def f(x):\n    return x" for i in range(20)}
    assert similar_answers("f", few).usual is None
    assert (similar_answers("f", short).answers, similar_answers("f", short).pairs) == (0, ())


@pytest.mark.parametrize("text", ["def f(:\n  '''", "\x00", "x = (" * 400, "1_000__0 é ∑ $ ?", "\t x\n  y\n\t\tz"])
def test_text_that_is_no_program_is_read_as_far_as_can_be(text):
    assert all(isinstance(token, str) for token in tokens(text))


def test_functions_and_attributes_keep_their_names():
    assert tokens("np.tanh(x)") != tokens("np.exp(x)")
    assert tokens("len(x)") != tokens("max(x)")
    assert tokens("a + b") == tokens("c  +  d  # no")


def test_what_was_given_is_left_out_and_the_page_warns_and_accuses_nobody(tmp_path):
    given = "def f(x, w):\n" + "\n".join(f"    given_{i} = np.zeros({i}) + x[{i}]" for i in range(20))
    save_cells(tmp_path, "release", {"f": given})
    for i, text in enumerate((*WAYS, RENAMED)):
        save_cells(tmp_path, "autograded", {"f": f"{given}\n{text}"}, f"s{i}")
    save_results(tmp_path, results(*(submission(f"s{i}", right("f")) for i in range(10))))
    assert not (tmp_path / "report-similar.html").exists()
    write_report(tmp_path, similar=True)
    page = (tmp_path / "report-similar.html").read_text()
    assert "s0 and s9" in page
    assert page.count("in common</span>") == 1
    assert "given_1" not in page
    assert "What it cannot say" in page
    assert not {"cheat", "plagiar", "copied", "guilty"} & set(page.lower().split())
    assert LESSON not in page
