"""Stock nbgrader with this judge in it: its configuration, and the steps of our own that it takes."""
