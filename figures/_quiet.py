"""Keep Matplotlib off stderr; imported before anything imports Matplotlib.

nbgrader gives no points to a graded cell that wrote to stderr, even after a right answer. Matplotlib logs there when it
builds its font cache (the first import on a machine) and when its cache folder is not writable.
"""

import logging

logging.getLogger("matplotlib").setLevel(logging.ERROR)
