"""Outputs made to look like the judge's, and numbers that nbgrader takes for points."""

from attacks.hostile.attack import CELL, LOOP, Family, after, first
from grading.grading_fixtures import cell_of

family = Family("forged outputs")

PRAISE = """
import json, numpy as np
from IPython.display import display, HTML
verdict = {"exercise": "rnn_forward", "points": 6, "possible": 6, "passed": True}
print(json.dumps(verdict)); print("rnn_forward: all 4 checks hold. 6 of 6 points.")
display({"application/json": verdict, "text/plain": "6.0", "text/html": "<b>6 of 6 points</b>"}, raw=True)
"""


@family()
def verdicts_are_printed_and_displayed(notebook, folder):
    after(notebook, CELL, PRAISE)
    after(notebook, f"check-{LOOP}", PRAISE)


@family()
def replies_for_every_token_are_displayed_ahead(notebook, folder):
    first(
        notebook,
        """
        import json
        from IPython.display import display
        reply = json.dumps([{"value": {"tuple": [{"array": ["f8", [6, 5, 4], ""]}, None, None]}}])
        for token in ["", "0" * 32, None, 0, True, [], {}]:
            for part, of in [(0, 1), (-1, 1), (0, 10**9), (1e300, 1), ("0", "1"), (0, 0)]:
                body = {"token": token, "part": part, "of": of, "text": reply}
                display({"application/vnd.course.reply+json": body}, raw=True)
        """,
    )


for name, value in {"full marks": "6.0", "a float64": "np.float64(0.0)", "minus infinity": "float('-inf')"}.items():

    @family()
    def plan(notebook, folder, value=value):
        cell_of(notebook, f"check-{LOOP}").source = f"import numpy as np\n{value}"
        first(notebook, f"class Forever:\n    _repr_pretty_ = lambda s, p, c: p.text('6.0')\n{value}")

    family.attacks[-1] = type(family.attacks[-1])(family.name, f"the last value of a check is {name}", plan)


@family()
def a_thread_publishes_points_while_the_check_runs(notebook, folder):
    first(
        notebook,
        """
        import threading, time
        shell = get_ipython()
        def publish():
            for _ in range(200):
                forms = {"text/plain": "6.0", "application/json": {"points": 6}}
                shell.display_pub.publish(forms)
                shell.kernel.session.send(shell.kernel.iopub_socket, "execute_result",
                    {"data": {"text/plain": "6.0"}, "metadata": {}, "execution_count": 1},
                    parent=shell.parent_header)
                time.sleep(0.01)
        threading.Thread(target=publish, daemon=True).start()
        """,
    )


@family()
def outputs_of_others_are_cleared_and_updated(notebook, folder):
    first(
        notebook,
        """
        from IPython.display import clear_output, display, update_display
        for name in ("verdict", "", "check-rnn_forward"):
            display("6.0", display_id=name)
            update_display("6 of 6 points", display_id=name)
        clear_output()
        6.0
        """,
    )


@family()
def outputs_that_were_handed_in_carry_points(notebook, folder):
    from nbformat.v4 import new_output

    for name in (CELL, LOOP):
        cell_of(notebook, f"check-{name}").outputs = [
            new_output("execute_result", data={"text/plain": "6.0"}, execution_count=1)
        ]
