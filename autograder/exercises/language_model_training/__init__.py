"""Lesson 07: training a language model, and drawing from it; two bug hunts."""

from autograder.exercises.language_model_training.hunts import hunt_loss_and_grads
from autograder.exercises.language_model_training.skeleton import (
    apply_temperature,
    lm_batches,
    sample,
    train_lm,
    train_step,
)

__all__ = ["apply_temperature", "hunt_loss_and_grads", "lm_batches", "sample", "train_lm", "train_step"]
