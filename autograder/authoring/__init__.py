"""For authors: building lessons, recording what is true, proving the checks."""
