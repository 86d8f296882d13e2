"""Which users a learner's processes are, inside and outside."""

from autograder.grading.sandbox.mounts import HOME

LEARNER = 1000  # inside
# When the grader is root, a learner is one of these users: nobody else's, by systemd's convention (DynamicUser).
SPARE_USERS = range(61184, 65520)
ACCOUNTS = {
    "/etc/passwd": f"learner:x:{LEARNER}:{LEARNER}::{HOME}:/bin/sh\n".encode(),
    "/etc/group": f"learner:x:{LEARNER}:\n".encode(),
}
