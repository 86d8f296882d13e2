"""Lesson 05: the types of recurrent networks, many to one both ways, one to many; two bug hunts."""

from autograder.exercises.types_of_rnn.classify import classify_task
from autograder.exercises.types_of_rnn.hunts import hunt_ce_backward, hunt_cell_that_plays
from autograder.exercises.types_of_rnn.many_to_one import forward
from autograder.exercises.types_of_rnn.many_to_one_back import backward
from autograder.exercises.types_of_rnn.one_to_many import generate

__all__ = ["backward", "classify_task", "forward", "generate", "hunt_ce_backward", "hunt_cell_that_plays"]
