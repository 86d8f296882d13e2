"""For a learner: the saved notebook judged as a grader does, and what in it is not what the running kernel holds."""
