"""What the course is installed from, and what installs it."""
