"""The student repository: what goes out to learners, that it holds no answer, and how it is written and updated."""
