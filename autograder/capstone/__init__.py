"""The capstone: a model as a file, what is allowed in it, and how good it is on held-out data.

    from autograder.capstone import load_model, save_model, score

Imports NumPy and the standard library alone; the corpora are in `data.capstone`, in the form that `score` takes.
"""

from autograder.capstone.files import keep_better, load_model, save_model
from autograder.capstone.forward import answers, log_probabilities
from autograder.capstone.model import CAPSTONES, Capstone, Model, ModelProblem, NoModelYet, checked
from autograder.capstone.scale import SCALES, Scale, Step
from autograder.capstone.scores import score

__all__ = [
    "CAPSTONES",
    "SCALES",
    "Capstone",
    "Model",
    "ModelProblem",
    "NoModelYet",
    "Scale",
    "Step",
    "answers",
    "checked",
    "keep_better",
    "load_model",
    "log_probabilities",
    "save_model",
    "score",
]
