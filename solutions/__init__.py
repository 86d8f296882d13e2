"""The course's reference answers, one module a topic, in NumPy and the standard library alone.

An instructor withholds exactly this folder. The text between the solution markers of a function is
what a learner is to write; the rest is what a learner is given.
"""
