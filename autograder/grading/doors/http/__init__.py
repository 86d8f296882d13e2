"""An HTTP door: hand in a notebook, ask how far it is, fetch the verdict and the page.

store    what was accepted and what came of it, as files: a restart loses nothing
line     who waits, and the threads that have workers judge
people   tokens, and how much each may hand in
app      the routes
"""
