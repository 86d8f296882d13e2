"""What runs inside the jail: the parent that is forked from, and what becomes of a child of it.

    parent      imports everything once, knows no answer and never runs a line of a learner's code
     `- first   process 1 of one submission's own namespaces: mounts, limits, rights, filter; buries the dead
         `- the learner's process, which runs cells and calls functions as it is told

The folder is mounted at /sandbox/inside, read-only, and imported from there as `inside`: so imports here are
relative, and nothing of the grader is needed.
"""
