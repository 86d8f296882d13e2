"""Lesson 10: the LSTM, one step and a sequence, forward and backward, and how its parameters begin."""

from autograder.exercises.lstm.hunts import hunt_clip, hunt_sigmoid

__all__ = ["hunt_clip", "hunt_sigmoid"]
