"""Lesson 08: vanishing and exploding gradients, clipping, orthogonal weights."""

from autograder.exercises.gradient_flow.clipping import by_norm, by_value
from autograder.exercises.gradient_flow.flow import jacobian, profile
from autograder.exercises.gradient_flow.orthogonal import orthogonal
from autograder.exercises.gradient_flow.regime import regime

__all__ = ["by_norm", "by_value", "jacobian", "orthogonal", "profile", "regime"]
