# ruff: noqa: I001  # the order of the lesson
"""Lesson 07: training a language model, and drawing from it; two bug hunts."""

from autograder.exercises.language_model_training.batches import batches
from autograder.exercises.language_model_training.one_step import step
from autograder.exercises.language_model_training.sentences import training
from autograder.exercises.language_model_training.temperature import temperature
from autograder.exercises.language_model_training.words import sampling
from autograder.exercises.language_model_training.hunts import hunt_loss_and_grads, hunt_perplexity

__all__ = ["batches", "hunt_loss_and_grads", "hunt_perplexity", "sampling", "step", "temperature", "training"]
