"""Results as JUnit XML, in the form that Jenkins, GitLab and GitHub's reporters read.

testsuites
  testsuite    a submission: name, tests, failures, errors, skipped
    properties   score, possible, to_mark, path
    testcase   a check; classname is the exercise
      failure    it does not hold, and why
      skipped    a question that waits for a person
      error      the submission could not be graded, and why
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from autograder.grading.doors.cases import Case, bounded, cases_of

MOST_IN_ATTRIBUTE = 300


def junit_xml(submissions: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the XML of a batch.

    Args:
        submissions: as `results.json` lists them.
    """
    root = Element("testsuites")
    for submission in submissions:
        root.append(_suite(submission))
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _suite(submission: Mapping[str, Any]) -> Element:
    suite = Element("testsuite", name=_short(" ".join(filter(None, [submission["student"], submission["lesson"]]))))
    properties = SubElement(suite, "properties")
    for name in ("outcome", "score", "possible", "to_mark", "path"):
        SubElement(properties, "property", name=name, value=_short(str(submission[name])))
    cases = cases_of(submission["exercises"])
    for case in cases:
        suite.append(_case(case, submission["lesson"]))
    if submission["outcome"] == "not graded":
        unread = SubElement(suite, "testcase", classname=_short(submission["lesson"]), name="The notebook is graded.")
        _add(unread, "error", submission["reason"])
    elif submission["to_mark"]:
        waits = SubElement(suite, "testcase", classname=_short(submission["lesson"]), name="Written answers")
        _add(waits, "skipped", f"{submission['to_mark']} wait for a person's marks.")
    kinds = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    suite.set("tests", str(len(suite.findall("testcase"))))
    for name, kind in kinds.items():
        suite.set(name, str(len(suite.findall(f"testcase/{kind}"))))
    suite.set("time", f"{float(submission['seconds']):.2f}")
    return suite


def _case(case: Case, lesson: str) -> Element:
    element = Element("testcase", classname=_short(f"{lesson}.{case.group}"), name=_short(case.name))
    if case.state == "failed":
        _add(element, "failure", case.words)
    return element


def _add(element: Element, kind: str, words: str) -> None:
    """Say why: the first line where lists show it, all of it inside."""
    inner = SubElement(element, kind, message=_short(words.partition("\n")[0]))
    inner.text = bounded(words)


def _short(text: str) -> str:
    return bounded(text).replace("\n", " ").replace("\t", " ")[:MOST_IN_ATTRIBUTE]
