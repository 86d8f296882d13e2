"""Doors to other systems: from results to their files, and from their folders to results.

cases             what came of each check, as data that every door reads
junit             JUnit XML, for build machines
classroom         GitHub Classroom: the points of a notebook in a learner's own repository
gradescope*       Gradescope: the package, what runs in its container, its results.json
gradebook_file    a CSV file of a learning management system: read, filled in, written
canvas, moodle    which columns of it are which
"""
