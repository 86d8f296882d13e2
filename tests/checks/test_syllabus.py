"""A module of exercises belongs to the lesson of its topic, whatever other modules are called."""

import pytest

from autograder.errors import CourseError
from autograder.syllabus import lesson_of


@pytest.mark.parametrize(
    ("module", "lesson"),
    [
        ("autograder.exercises.simple_rnn", "02_simple_rnn"),
        ("autograder.exercises.gradient_flow.clipping", "08_gradient_flow"),
        ("autograder.exercises.gradient_flow.simple_rnn", "08_gradient_flow"),
        ("simple_rnn", "02_simple_rnn"),
    ],
)
def test_the_topic_decides(module, lesson):
    assert lesson_of(module) == lesson


@pytest.mark.parametrize("module", ["autograder.exercises", "autograder.promises.simple_rnn", "__main__", ""])
def test_a_module_of_no_lesson_is_named(module):
    with pytest.raises(CourseError, match="is named after no lesson"):
        lesson_of(module)
