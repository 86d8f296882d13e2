"""Fault localization: the expression at which a wrong answer goes wrong, found and proven by a repair.

Where a value that a right answer computes, put in the place of one expression at every call of a check, makes the
check hold, that expression is the point of failure: all the rest of the function has just been shown to work.
"""
