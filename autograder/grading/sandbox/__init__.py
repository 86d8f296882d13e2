"""The box that a learner's kernel runs in: what it is made of, what it promises, and how to try that."""

from autograder.errors import SandboxUnavailable
from autograder.grading.sandbox.box import Sandbox
from autograder.grading.sandbox.examine import Finding, doctor
from autograder.grading.sandbox.find import find_sandbox
from autograder.grading.sandbox.limits import SandboxLimits
from autograder.grading.sandbox.submission import SubmissionTooLarge

__all__ = [
    "Finding",
    "Sandbox",
    "SandboxLimits",
    "SandboxUnavailable",
    "SubmissionTooLarge",
    "doctor",
    "find_sandbox",
]
