"""The box that a learner's kernel runs in: what it is made of, what it promises, and how to try that."""

from autograder.grading.sandbox.limits import SandboxLimits

__all__ = ["SandboxLimits"]
