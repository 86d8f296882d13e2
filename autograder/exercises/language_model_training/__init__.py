"""Lesson 07: training a language model, and drawing from it; bug hunts."""

from autograder.exercises.language_model_training.batches import batches
from autograder.exercises.language_model_training.hunts import hunt_loss_and_grads
from autograder.exercises.language_model_training.one_step import step
from autograder.exercises.language_model_training.sentences import training
from autograder.exercises.language_model_training.temperature import temperature
from autograder.exercises.language_model_training.words import sampling

__all__ = ["batches", "hunt_loss_and_grads", "sampling", "step", "temperature", "training"]
