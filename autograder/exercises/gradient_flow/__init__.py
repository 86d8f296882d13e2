"""Lesson 08: vanishing and exploding gradients, clipping, orthogonal weights; two bug hunts."""

from autograder.exercises.gradient_flow.clipping import by_norm, by_value
from autograder.exercises.gradient_flow.flow import jacobian, profile
from autograder.exercises.gradient_flow.hunts import hunt_cell, hunt_numerical
from autograder.exercises.gradient_flow.orthogonal import orthogonal
from autograder.exercises.gradient_flow.regime import regime

__all__ = ["by_norm", "by_value", "hunt_cell", "hunt_numerical", "jacobian", "orthogonal", "profile", "regime"]
