"""Grading of submissions: where a learner's code runs, how it is judged, and where the scores go."""
