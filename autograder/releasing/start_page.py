"""The start page of a student repository: it names the released lessons and no other."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from autograder.syllabus import LESSONS

LINE = r'^(?:\| \[{number} .*|\[{number}\]: .*|    \("{number}", .*)\n?'  # of the table, of its links, of the figure


def for_lessons(page: bytes, lessons: Sequence[str]) -> bytes:
    """Return the built start page without the lessons that are not released."""
    notebook = json.loads(page)
    missing = [name for name in LESSONS if name not in lessons]
    for cell in notebook["cells"]:
        text = "".join(cell["source"])
        for name in missing:
            text = re.sub(LINE.format(number=name[:2]), "", text, flags=re.MULTILINE)
        cell["source"] = text.splitlines(keepends=True)
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()
