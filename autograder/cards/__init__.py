"""Misconception cards: pages to project, each with what a registered mistake does, computed beside what is right."""
