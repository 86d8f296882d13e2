"""The rules of a class over time: when lessons are due, what being late costs, how often one may hand in.

rules       the rules as data, and what follows from them
read        policy.toml
handed_in   when something was handed in, and who says so
"""

from autograder.grading.policy.handed_in import Listed, Terms, Times, read_handed_in
from autograder.grading.policy.read import read_policy
from autograder.grading.policy.rules import Attempts, Extension, Late, Policy, Rules

__all__ = [
    "Attempts",
    "Extension",
    "Late",
    "Listed",
    "Policy",
    "Rules",
    "Terms",
    "Times",
    "read_handed_in",
    "read_policy",
]
