"""Lesson 14: a model that is handed in, scored from its parameters alone.

A check is given the public held-out part of the corpus on the public inputs, and the sealed one, which only the
reference has, on any others.
"""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from autograder.answer import Answer
from autograder.capstone import SCALES, Model, ModelProblem, checked, score
from autograder.capstone.files import opened
from autograder.capstone.model import count_of, units
from autograder.capstone.scale import POINTS
from autograder.door import Door
from autograder.errors import CourseError, FormMismatch, Mismatch
from autograder.evaluate import draws_public_inputs
from autograder.exercise import CheckFunction, Exercise
from autograder.returned import Form

PARTS = {True: "the public held-out part", False: "the sealed part"}
#: How much better a model may read the sealed names than names spliced of such ones, in bits per letter. Networks that
#: were trained on the public part alone had up to 0.28, one that was trained on the sealed names as well 0.64.
ALLOWED = 0.35
BY_HEART = "It knows the sealed names by heart, so its score on made-up ones is what counts."
HANDED_IN = Path("model.npz")  # beside the notebook: what the lesson asks for
NOT_READ = f'The answer does not call load_model("{HANDED_IN}"), so what is graded may be another model than this one.'
ELSEWHERE = f"It was read from {{}}. Only {HANDED_IN} beside the notebook is handed in."
ANOTHER = "capstone_model returned another model at an earlier call. One model is handed in, and it stays the same."

FORM = Form.parse("sealed_part", "stored: any")
capstone_model = Exercise("capstone_model", __name__, returns=("corpus", "cell", "parameters"))
first_of: WeakKeyDictionary[Door, str] = WeakKeyDictionary()  # which model came first through a door


@dataclass(frozen=True)
class SealedPart:
    """The function of the reference that gives a sealed part, as an answer declares it."""

    name: str = "sealed_part"
    form: Form = FORM
    uses: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Known:
    """A value that is told from others by a key."""

    key: str
    value: Any

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Known) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


def reaches(number: int) -> CheckFunction:
    """Return the check that a model reaches a step of the scale of its corpus, counted from 0."""

    def check(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
        public = draws_public_inputs(rng)
        opened.clear()
        model = model_of(answer)
        note = of_its_file() if public and number == 0 else ""
        held_out = Known(f"{model.corpus} public", public_part(model.corpus)) if public else sealed(model, truth)
        value, by_heart = scored(Known(print_of(model), model), held_out)
        scale = SCALES[model.corpus]
        step = scale.steps[number]
        answer.measured = measured(model, value, public)
        said = f"On {PARTS[public]} the model has {scale.said(value)}." + f" {BY_HEART}" * by_heart + note
        due = f"{step.threshold:g} or {'less' if scale.less_is_better else 'more'}"
        if not scale.reached(value, step):
            raise Mismatch(f"{said} This step asks for {due}: {step.name}.")
        answer.remark = f"{said if number == 0 else f'{scale.rounded(value)}.'} Asked for: {due}, {step.name}."

    check.__name__ = f"it_reaches_step_{number + 1}"
    return check


def model_of(answer: Answer) -> Model:
    """Call the learner's function and return the model, in float64.

    Raises:
        FormMismatch: there is no file, it is no model that is allowed, or another one than at an earlier call.
    """
    reply = answer.attempt()
    types = reply.raised.types if reply.raised else ()
    if reply.raised and "ModelProblem" in types:
        raise FormMismatch(reply.raised.message)
    found = answer.read(reply)
    try:
        model = checked(found["corpus"], found["cell"], found["parameters"])
    except ModelProblem as problem:
        raise FormMismatch(str(problem)) from None
    if first_of.setdefault(answer.door, print_of(model)) != print_of(model):
        raise FormMismatch(ANOTHER)
    return model


def of_its_file() -> str:
    """Return what to say where the model in this kernel was not read from the file that is handed in."""
    if not opened:
        return f" {NOT_READ}"
    return "" if opened == [HANDED_IN] else f" {ELSEWHERE.format(str(opened[0])[:100])}"


def print_of(model: Model) -> str:
    """Return what tells a model from all others."""
    digest = hashlib.sha256(f"{model.corpus} {model.cell}".encode())
    for name, value in sorted(model.parameters.items()):
        digest.update(f"{name} {value.shape}".encode() + np.ascontiguousarray(value).tobytes())
    return digest.hexdigest()


@functools.lru_cache(maxsize=4)  # a model may take 4 MB, and the data that it is scored on more
def scored(model: Known, held_out: Known) -> tuple[float, bool]:
    """Return the score of a model, which every step asks for, and whether made-up names decide it."""
    examples, control = held_out.value
    own = score(model.value, examples)
    bound = score(model.value, control) - ALLOWED if control else own
    return (bound, True) if bound > own else (own, False)


def measured(model: Model, value: float, public: bool) -> dict[str, Any]:
    """Return what results.json says of a model."""
    return {
        "corpus": model.corpus,
        "cell": model.cell,
        "units": units(model),
        "numbers": count_of(model),
        "score": value if np.isfinite(value) else None,
        "part": "public" if public else "sealed",
    }


def public_part(corpus: str) -> tuple[Any, None]:
    """Return the held-out part that learners have; raise CourseError where a package that brings it is missing."""
    from data.capstone import capstone_corpus  # here, since the other lessons' checks do without
    from data.errors import DataMissing

    try:
        return capstone_corpus(corpus).held_out, None
    except DataMissing as missing:
        raise CourseError(str(missing)) from None


def sealed(model: Model, truth: Answer) -> Known:
    """Return the sealed part, and the made-up names beside it, from the reference; CourseError where it is missing."""
    from data.capstone import control_examples, stored_examples
    from data.errors import DataMissing

    reply = Answer(truth.door, SealedPart()).attempt(corpus=model.corpus)
    if reply.raised:
        raise CourseError(f"The sealed part of {model.corpus} cannot be read. `autograder seal` draws it anew.")
    key = hashlib.sha256(b"".join(np.asarray(value).tobytes() for value in reply.value.values())).hexdigest()
    try:
        parts = stored_examples(model.corpus, reply.value), control_examples(reply.value)
    except DataMissing as missing:
        raise CourseError(str(missing)) from None
    if model.corpus == "names" and parts[1] is None:
        raise CourseError("The sealed part of names lacks its made-up names. `autograder seal` draws it anew.")
    return Known(f"{model.corpus} {key}", parts)


STEPS = (
    (
        "It is better than the baseline.",
        "Does the loss still fall when the plan ends? If it does: more epochs.",
    ),
    (
        "It is better than counting.",
        "Is the budget used up? If not, and the loss still falls: more epochs.",
    ),
    ("It is as good as a simple RNN.", "Which learning rate is the largest one at which the loss still falls?"),
    ("It is as good as a gated network.", "Where is the loss: at which positions, in which kinds of symbols?"),
    ("It is as good as a strong model.", "Does the loss on dev still fall when the budget is used up?"),
)

for number, (title, hint) in enumerate(STEPS):
    capstone_model.check(title, points=POINTS, hint=hint)(reaches(number))
