"""Judges answers in a process of its own: reads them as JSON, writes what `evaluate` and `check` said of each."""

import contextlib
import importlib
import importlib.util
import io
import json
import sys
from unittest import mock

from autograder import check as learners_door
from autograder.errors import CourseMessage

evaluate = learners_door.evaluate


def main():
    """Read [{exercise, modules, answers}, ...]; write {exercise: {label: what was said}}."""
    said = {"solutions": importlib.util.find_spec("solutions") is not None}
    for task in json.load(sys.stdin):
        said[task["exercise"]] = {
            label: judge(task["exercise"], namespace_of(task["modules"]), source)
            for label, source in task["answers"].items()
        }
    json.dump(said, sys.stdout)


def namespace_of(modules):
    """Return what a learner's notebook would hold: the names of these modules, functions bound to this namespace."""
    namespace = {}
    for name in modules:
        module = importlib.import_module(name)
        with open(module.__file__, encoding="utf-8") as file:
            exec(compile(file.read(), name, "exec"), namespace)
    return namespace


def judge(name, namespace, source):
    """Return the verdict on one answer and how `check` ended."""
    exec(compile(source, "<answer>", "exec"), namespace)
    verdicts = []

    def evaluated(*args, **kwargs):
        verdicts.append(evaluate(*args, **kwargs | {"text": source}))  # there is no notebook to take the text from
        return verdicts[0]

    with mock.patch.object(learners_door, "evaluate", evaluated), contextlib.redirect_stdout(io.StringIO()) as printed:
        try:
            learners_door.check(namespace[name])
            ended = "passed"
        except CourseMessage as message:
            ended = f"{type(message).__name__}: {message}"
    return {"verdict": verdicts[0].as_dict(), "check": [ended, printed.getvalue()]}


if __name__ == "__main__":
    main()
