# mypy: ignore-errors
"""What carries requests and replies in the learner's kernel. Its text is run after that of `probe`, in one namespace.

A reply travels in several small messages: the grader refuses large ones.
"""

import json

PART = 500_000


def answer(token, mime, text):
    """Serve one request (JSON) on the notebook's functions and publish the replies, marked with `token`."""
    shell = get_ipython()  # noqa: F821 - IPython's, where this text runs
    reply = json.dumps(serve(json.loads(text), shell.user_ns))  # noqa: F821 - of probe
    parts = [reply[start : start + PART] for start in range(0, len(reply), PART)]
    for number, part in enumerate(parts):
        body = {"token": token, "part": number, "of": len(parts), "text": part}
        shell.display_pub.publish({mime: body})
