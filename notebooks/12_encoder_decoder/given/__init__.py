"""Functions that this lesson builds on: the answers of earlier lessons, and helpers of the course."""
