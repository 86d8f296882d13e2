"""The lessons of the course in their order."""

from __future__ import annotations

from autograder.errors import CourseError

#: Number and topic. The topic names the modules of a lesson: `autograder.exercises.<topic>`, `solutions.<topic>`.
LESSONS = (
    "00_sequence_data",
    "01_why_recurrence",
    "02_simple_rnn",
    "03_backpropagation_through_time",
    "04_gradient_checking",
    "05_types_of_rnn",
    "06_language_model",
    "07_language_model_training",
    "08_gradient_flow",
    "09_gru",
    "10_lstm",
    "11_bidirectional",
    "12_encoder_decoder",
    "13_make_it_fast",
    "14_capstone",
)

#: Which mistake a bug hunt starts with is drawn anew for each term, when the lessons are built.
TERM = "2026"


def topic_of(lesson: str) -> str:
    """Return the topic of a lesson, "simple_rnn" of "02_simple_rnn"."""
    return lesson.partition("_")[2]


def lesson_of(module: str) -> str:
    """Return the lesson that a module of exercises belongs to, by its topic.

    Args:
        module: a module's name, such as "autograder.exercises.simple_rnn" or one inside a package of that name.

    Raises:
        CourseError: no lesson has this topic.
    """
    topic = module.removeprefix("autograder.exercises.").partition(".")[0]
    for lesson in LESSONS:
        if topic_of(lesson) == topic:
            return lesson
    raise CourseError(f"{module} is named after no lesson; autograder/syllabus.py lists them.")
