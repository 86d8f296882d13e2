"""Judges answers in a process of its own: reads them as JSON, writes what `evaluate` and `check` said of each.

Where the reference is at hand, what each answer replied goes to stdout. Where it is withheld, that is read from stdin:
what an answer replies to the very same request does not depend on who judges it, so it is not asked a second time, but
for the right answer, which has to work there too.
"""

import contextlib
import functools
import hashlib
import importlib
import importlib.util
import io
import json
import pickle
import sys
from pathlib import Path
from unittest import mock

from autograder import check as learners_door
from autograder import reference
from autograder.diagnosis import Mistake
from autograder.door import LocalDoor
from autograder.errors import CourseMessage
from autograder.evaluate import PUBLIC_SEED

RUN_IN_BOTH = "the reference"
evaluate = learners_door.evaluate


def main(tasks, results):
    """Read [{exercise, modules, answers, mistakes}, ...]; write {exercise: {label: what was said}}."""
    withheld = importlib.util.find_spec("solutions") is None
    said = {"solutions": not withheld}
    learners_door.Recording.load = functools.cache(learners_door.Recording.load)
    for task in json.loads(Path(tasks).read_text(encoding="utf-8")):
        namespace, known = namespace_of(task["modules"]), live_knowledge(task["mistakes"])
        said[task["exercise"]] = {}
        for label, source in task["answers"].items():
            heard = pickle.load(sys.stdin.buffer) if withheld else []
            if withheld and label == RUN_IN_BOTH:
                heard.clear()
            with (
                mock.patch.object(learners_door, "LocalDoor", functools.partial(Heard if withheld else Kept, heard)),
                mock.patch.object(learners_door, "Reference", known),
            ):
                said[task["exercise"]][label] = judge(task["exercise"], namespace, source)
            if not withheld:
                pickle.dump(heard, sys.stdout.buffer)
    Path(results).write_text(json.dumps(said), encoding="utf-8")


def live_knowledge(mistakes):
    """Return what stands for the class of the live reference: what it knows of the mistakes is given."""
    given = {check: [Mistake(*each) for each in found] for check, found in mistakes.items()}

    class Known(reference.OneSeed):
        def mistakes(self, exercise, check, seed):
            return given[check.name]

    known = Known(PUBLIC_SEED)
    return lambda: known


class Kept(LocalDoor):
    """A door to an answer in this process that keeps what was replied."""

    def __init__(self, heard, *args):
        super().__init__(*args)
        self.heard = heard

    def ask(self, request):
        replies = super().ask(request)
        self.heard.append((digest(request), replies))
        return replies


class Heard(Kept):
    """A door that answers with what was replied elsewhere as long as the same is asked."""

    def ask(self, request):
        if self.heard and self.heard[0][0] == digest(request):
            return self.heard.pop(0)[1]
        self.heard.clear()
        return super(Kept, self).ask(request)


def digest(request):
    return hashlib.blake2b(json.dumps(request).encode()).digest()


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
    main(*sys.argv[1:])
