"""What a teacher has read is tried before it is written: each way of a mistake has to prove itself."""

import importlib.util
import shutil

import pytest

from autograder.authoring import adopt, register
from autograder.authoring.adopt import Proposal, Way
from autograder.door import LocalDoor
from autograder.errors import CourseError
from autograder.exercises import find
from autograder.grading.groups.grouping import Group, Wrong
from autograder.grading.groups.signs import signs_of
from autograder.reference import alternatives_to, namespace_with, reference_source

EXERCISE = find("rnn_cell_forward")
SAYS = "half of the old activation stays outside of tanh."
HALF, THIRD = (f"{old} * a_prev + {new} * np.tanh(" for old, new in ((0.5, 0.5), (0.25, 0.75)))


def way(new, learner, of=None):
    """A way whose answer was graded with this change; with `of` its code has another one."""
    codes = [reference_source(EXERCISE).replace("np.tanh(", change) for change in (new, of or new)]
    signs = signs_of(LocalDoor(namespace_with(EXERCISE, codes[0])), EXERCISE)
    return Way((learner,), Wrong(learner, tuple(signs)), codes[1])


def proposal(*ways):
    learners = tuple(each.learners[0] for each in ways)
    return Proposal(EXERCISE, Group(learners, tuple((each,) for each in learners)), ways, ())


@pytest.fixture
def file(tmp_path, monkeypatch):
    copy = shutil.copy(adopt.module_file(EXERCISE), tmp_path / "rnn_cell_forward.py")
    for module in (adopt, register):
        monkeypatch.setattr(module, "module_file", lambda exercise: copy)
    return copy


def registered_in(file):
    spec = importlib.util.spec_from_file_location("copied_alternatives", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {each.name: each for each in module.answers.all}


def test_several_results_of_a_group_get_one_sentence_and_what_proves_nothing_stays_out(file):
    before, listed = set(registered_in(file)), len(alternatives_to(EXERCISE).all)
    known = way("(", "cat")  # has a name already
    done = register.register(proposal(way(HALF, "ana"), way(THIRD, "ben"), known), SAYS, "keeps_some")
    assert done.names == (("keeps_some", ("ana",)), ("keeps_some_2", ("ben",)))
    assert [learners for learners, _ in done.without] == [("cat",)]
    assert "already" in done.without[0][1]
    after = registered_in(file)
    assert set(after) - before == {"keeps_some", "keeps_some_2"}
    assert {after[name].says for name in set(after) - before} == {SAYS}
    assert after["keeps_some"].caught_by == EXERCISE.checks[0].name
    assert len(alternatives_to(EXERCISE).all) == listed


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: way(HALF, "ana", of=THIRD), "something else by itself"),
        (lambda: way("np.tanh(", "ana"), "something else by itself"),
        (lambda: way(HALF, "ana", of="unheard_of("), "something else by itself"),
    ],
)
def test_code_that_is_not_what_was_graded_is_not_written(file, wrong, says):
    before = file.read_bytes()
    with pytest.raises(CourseError, match=says):
        register.register(proposal(wrong()), SAYS, "keeps_some")
    assert file.read_bytes() == before
