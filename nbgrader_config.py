"""Makes the stock nbgrader commands, and its pages in JupyterLab, work on this course as they are."""

from autograder.grading.stock.configure import configure

c = get_config()  # noqa: F821  # nbgrader puts get_config here before it reads this file

c.CourseDirectory.course_id = "sequence-models"

# source/ is built from lessons/ by `autograder build`; what it releases is what a learner opens.
c.CourseDirectory.source_directory = "source"
c.CourseDirectory.release_directory = "notebooks"
c.CourseDirectory.submitted_directory = "submitted"
c.CourseDirectory.autograded_directory = "autograded"
c.CourseDirectory.feedback_directory = "feedback"

# What stands where an answer was.
c.ClearSolutions.code_stub = {"python": "# Your code replaces this line and the next.\nraise NotImplementedError()"}
c.ClearSolutions.text_stub = "Your answer here."

# Where a notebook that is opened alone, in Colab above all, fetches the course: the address of a zip archive of the
# repository, such as https://github.com/OWNER/NAME/archive/refs/heads/main.zip. `autograder build` writes it into the
# first code cell of every lesson.
c.Release.address = ""

# Submissions are rebuilt from the gradebook's cells and judged from outside their process; pages run nothing in them.
configure(c)
