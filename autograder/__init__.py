"""Exercises, checks, the judge and the gradebook's work of the course."""
