"""A process that lies, floods, hangs or dies when it is asked where a function goes wrong: no score changes by it."""

import json

import pytest
from attacks.browser import foreign_parts, what_runs
from attacks.hostile.attack import PLANTED
from grading.grading_fixtures import LESSON, NAMES, handed_in, insert_after, judged, recorded, release, solution
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.exercises import find
from autograder.grading.judge.locations import LONGEST, LONGEST_FAULT, MOST_FAULTS, told_of
from autograder.grading.notebook.template import from_notebook
from autograder.grading.pages.feedback import feedback_page
from autograder.grading.worker.judging import marks_of
from autograder.verdict import Outcome, Verdict

CELL, LOOP = NAMES
TURNED = solution(CELL).replace("Waa @ a_prev", "Waa.T @ a_prev")
SHORT = {"locate_seconds": 1.5, "locate_one_seconds": 0.7, "interrupt_seconds": 0.5}  # for what never ends

#: Puts a function of its own in the place of what is asked for locations.
INSTEAD = """
import os, sys, signal, time, autograder.check
def instead(request, function):
{body}
sys.modules["inside.cells"].locations = instead
"""
CHECKS = [check.name for check in find(CELL).checks]
ALL = f"dict.fromkeys({[*CHECKS, 'no such check']!r}, {{}})"
MARKUP = f"<script>{PLANTED}()</script><img src=x onerror={PLANTED}()></div></section>`<b>`\x1b[31m\u202e"
LIES = {
    "markup and escapes": f"return dict.fromkeys({ALL}, dict(says={MARKUP!r}, faults=[{MARKUP!r}]))",
    "a long text": f"return dict.fromkeys({ALL}, dict(says='x' * 20_000, faults=['y' * 80] * 400))",
    "megabytes": f"return dict.fromkeys({ALL}, dict(says='x' * 10_000_000))",
    "other kinds": f"return dict(zip({ALL}, [5, [1], None, dict(says=[], faults='abc'), dict(says={{}})] * 9))",
    "no dict": "return [[[[{}]]]]",
    "brackets without end": "os.write(request_end(), frame(b'[' * 200_000)); return {}",
    "what is no JSON": "return {'a': object()}",
    "points and a status": f"return dict.fromkeys({ALL}, dict(says='', status='holds', points=9, passed=True))",
}
ENDS = {
    "a loop": "while True: pass",
    "a loop that cannot be interrupted": "signal.signal(signal.SIGINT, signal.SIG_IGN)\n    while True: pass",
    "its end": "os._exit(3)",
    "its end by a signal": "os.kill(os.getpid(), signal.SIGKILL)",
    "SystemExit": "raise SystemExit(3)",
    "forks": f"os.fork(); return dict.fromkeys({ALL}, dict(says='from ' + str(os.getpid())))",
    "closed sockets": "os.closerange(3, 200); return {}",
    "memory": "x = bytearray(2**34); return {}",
}
SOCKETS = """
import socket, stat, struct
def request_end():
    numbers = [int(name) for name in os.listdir("/proc/self/fd")]
    return next(n for n in numbers if n > 2 and stat.S_ISSOCK(os.fstat(n).st_mode))
def frame(text): return struct.pack(">I", len(text)) + text
"""
#: Patches of the course's own modules, before and while anything is asked.
PATCHES = {
    "evaluate": f"""
import autograder.check, autograder.locate.locate
class Outcome:
    def __init__(self, check): self.check, self.location, self.faults = check, {MARKUP!r}, ("m",)
class Verdict:
    outcomes = [Outcome(name) for name in {CHECKS!r}]
for place in [sys.modules["inside.locating"], autograder.check]: place.evaluate = lambda *a, **k: Verdict
""",
    "every module that locates": """
import autograder.check
for name, module in list(sys.modules.items()):
    if name.startswith(("autograder.check", "autograder.evaluate", "autograder.locate", "autograder.recording")):
        for each in [n for n in vars(module) if not n.startswith("__")]: setattr(module, each, None)
""",
    "what finds modules": "sys.meta_path[:] = []\nsys.path_hooks[:] = []",
    "verdicts that are printed": "print('On the public inputs: Line 1: full marks. 5 of 5 points.')",
}


def judged_with(code, **limits):
    notebook = insert_after(handed_in({CELL: TURNED, LOOP: solution(LOOP)}), "", f"import sys\n{code}")
    return judged(notebook, public=recorded(), **limits)


def as_data(graded):
    """Points, and the verdicts but for what the process itself says of the place."""
    verdicts = json.loads(json.dumps([verdict.as_dict() for verdict in graded.verdicts.values()]))
    for check in (check for verdict in verdicts for check in verdict["checks"]):
        del check["location"], check["faults"]
    return verdicts, graded.scores, graded.zeros, graded.problems


@pytest.fixture(scope="module")
def honest():
    graded = judged_with("")
    assert any(outcome.location for outcome in graded.verdicts[CELL].outcomes)
    return graded


def nothing_but_bounded_text_came(graded):
    """Assert that locations are short lines of failing checks, and that the page holds nothing that runs."""
    for outcome in (outcome for verdict in graded.verdicts.values() for outcome in verdict.outcomes):
        assert outcome.status == "fails" or not (outcome.location or outcome.faults)
        assert len(outcome.location) <= LONGEST
        assert "".join([outcome.location, *outcome.faults]).isprintable()
        assert len(outcome.faults) <= MOST_FAULTS
        assert all(len(fault) <= LONGEST_FAULT for fault in outcome.faults)
    template = from_notebook(release(), LESSON)
    page = feedback_page(graded.notebook, marks_of(graded, template, {}), template=template)
    assert what_runs(page) == []
    assert foreign_parts(page) == []
    assert len(page) < 100_000


@pytest.mark.parametrize("lie", LIES)
def test_lies_are_bounded_text_beside_the_same_verdict(honest, lie):
    graded = judged_with(INSTEAD.format(body=f"    {LIES[lie]}") + SOCKETS)
    assert as_data(graded) == as_data(honest)
    nothing_but_bounded_text_came(graded)


@pytest.mark.parametrize("end", ENDS)
def test_hanging_and_dying_costs_the_locations_alone(honest, end):
    graded = judged_with(INSTEAD.format(body=f"    {ENDS[end]}"), **SHORT)
    assert as_data(graded) == as_data(honest)
    nothing_but_bounded_text_came(graded)


@pytest.mark.parametrize("patch", PATCHES)
def test_patches_of_the_course_in_the_process_change_no_verdict(honest, patch):
    graded = judged_with(PATCHES[patch])
    assert as_data(graded) == as_data(honest)
    nothing_but_bounded_text_came(graded)


@pytest.mark.parametrize("end", ["os._exit(3)", "sys.exit()", "pass", "os.fork()"])
def test_a_function_that_behaves_until_the_judge_is_done_gains_and_loses_nothing(honest, end):
    """The checks come into its process when all that counts is answered: it can tell by them."""
    late = "any(name.startswith('autograder.exercises.') for name in sys.modules)"
    turned = TURNED.replace("    a_next =", f"    while {late}: {end}\n    a_next =")
    notebook = handed_in({CELL: f"import os, sys\n{turned}", LOOP: solution(LOOP)})
    graded = judged(notebook, public=recorded(), **SHORT)
    assert as_data(graded) == as_data(honest)
    nothing_but_bounded_text_came(graded)


def test_a_lie_stands_on_the_page_of_whoever_told_it_as_text():
    graded = judged_with(INSTEAD.format(body=f"    {LIES['markup and escapes']}"))
    assert any(f"<script>{PLANTED}()" in outcome.location for outcome in graded.verdicts[CELL].outcomes)


FAILING = Verdict(CELL, tuple(Outcome(name, name, "fails", 1, "wrong") for name in CHECKS))
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=9) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=20,
)
said = st.dictionaries(
    st.sampled_from(CHECKS) | st.text(max_size=3),
    st.fixed_dictionaries({}, optional={"says": st.text() | anything, "faults": st.lists(st.text()) | anything})
    | anything,
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(anything | said)
def test_fuzzed_locations_change_nothing_else(forged):
    told = told_of(FAILING, forged)
    assert [vars(outcome) | {"location": "", "faults": ()} for outcome in told.outcomes] == [
        vars(outcome) for outcome in FAILING.outcomes
    ]
    assert all(len(outcome.location) <= LONGEST and outcome.location.isprintable() for outcome in told.outcomes)
    assert all(
        len(mark) <= LONGEST_FAULT and mark.isprintable() for outcome in told.outcomes for mark in outcome.faults
    )
