"""What the environment of a process tells the course."""

GRADING = "AUTOGRADER_GRADING"  # is there where a notebook runs to be graded
