"""Bug hunts: what is given out, and what earns which point."""

import json

import pytest

from autograder import bugs, report
from autograder.authoring.record import as_text, changed_checks, record
from autograder.door import LocalDoor
from autograder.errors import CourseError
from autograder.evaluate import PUBLIC_SEED
from autograder.exercises import find, judged
from autograder.hunt import Hunt, choice_in, digest, function_in, tokens_apart, verdict_on
from autograder.recording import Recording, exercises_in
from autograder.reference import Reference, alternatives_to, namespace_with, reference_source

BUGS = ("forgets_the_bias", "predicts_from_the_old_activation")
hunt = Hunt(find("rnn_cell_forward"), "gradient_flow", bugs=BUGS)
hunted = Reference().hunted(hunt)
right = next(number for number in range(1, 6) if digest(hunted.given, number) == hunted.right)
solved = reference_source(hunt)
every_hunt = pytest.mark.parametrize("declared", [h for h in judged().values() if isinstance(h, Hunt)], ids=str)


def told(text, knowledge=None):
    """What comes of a hunt whose cell holds `text`: the statuses of fix and name."""
    namespace = namespace_with(hunt, text)
    verdict = verdict_on(LocalDoor(namespace), hunt, knowledge or Reference(), PUBLIC_SEED, text)
    return verdict, [outcome.status for outcome in verdict.outcomes]


def chosen(text, number):
    return "\n".join(f"bug = {number}" if line.startswith("bug = ") else line for line in text.splitlines())


def test_what_is_given_has_one_mistake_five_sentences_and_no_choice():
    compile(hunted.given, "<given>", "exec")
    assert choice_in(hunted.given) is None
    assert "\n#   5  " in hunted.given
    assert "\n#   6  " not in hunted.given
    assert '"""As rnn_cell_forward of lesson 02, with one mistake in it."""' in hunted.given
    assert "SOLUTION" not in hunted.given + solved
    assert 0 < tokens_apart(function_in(hunted.given, hunt.name), function_in(solved, hunt.name)) <= 3


def test_the_right_sentence_is_that_of_the_mistake():
    says = {wrong.name: bugs.in_short(wrong.says) for wrong in alternatives_to(hunt.of).all if wrong.says}
    (sentence,) = (line[7:] for line in hunted.given.splitlines() if line.startswith(f"#   {right}  "))
    assert any(says[name].startswith(sentence) for name in BUGS)
    assert choice_in(solved) == right


def test_a_recording_does_not_say_which_sentence_is_right():
    written = json.loads(as_text(record([hunt])))["exercises"][hunt.name]["fixed"]["hunted"]
    assert (len(written["right"]), written["given"]) == (64, hunted.given)
    assert digest("another function", right) != hunted.right


def test_solved_it_earns_both_points():
    verdict, statuses = told(solved)
    assert statuses == ["holds", "holds"]
    assert (verdict.points, verdict.possible) == (2, 2)


def test_as_it_was_given_it_is_not_attempted():
    verdict, statuses = told(hunted.given)
    assert statuses == ["not yet", "not yet"]
    assert not verdict.attempted
    assert report.summary(verdict) == f"{hunt.name} is as it was given: run it, find the mistake and fix it."
    assert told(hunted.given.replace("# There", "# I wonder. There") + "\n# hm")[1] == ["not yet", "not yet"]


def test_a_name_is_not_confirmed_before_the_fix_holds():
    for number in range(1, 6):
        verdict, statuses = told(chosen(hunted.given, number))
        assert statuses == ["not yet", "not yet"]
        assert verdict.points == 0


def test_a_fix_without_a_name_earns_one_point():
    verdict, statuses = told(chosen(solved, "None"))
    assert statuses == ["holds", "waits"]
    assert verdict.points == 1
    assert "Set `bug`" in report.as_text(verdict)


@pytest.mark.parametrize("choice", ['"4"', "4.0", "[4]", "True", "6", "0", "-1"])
def test_a_choice_that_is_no_number_of_a_sentence_is_told_as_that(choice):
    verdict, statuses = told(chosen(solved, choice))
    assert statuses == ["holds", "waits"]
    assert f"`bug = {choice}` is no number of a sentence: set `bug` to a whole number from 1 to 5" in report.as_text(
        verdict
    )


def test_another_sentence_earns_nothing():
    verdict, statuses = told(chosen(solved, right % 5 + 1))
    assert statuses == ["holds", "fails"]
    assert verdict.points == 1


def test_another_mistake_is_no_fix_and_is_not_named():
    other = next(wrong for wrong in alternatives_to(hunt.of).all if wrong.name == "predicts_scores")
    verdict, statuses = told(solved.replace("softmax(", "("))
    assert statuses == ["fails", "waits"]
    assert other.says not in report.as_text(verdict)


def test_a_fix_that_rewrites_the_function_is_refused():
    text = solved.replace("return a_next, yt_pred", "result = a_next, yt_pred\n    return result[0], result[1]")
    verdict, statuses = told(text)
    assert statuses == ["fails", "waits"]
    assert verdict.outcomes[0].message.startswith("All its checks hold, but 1")
    longer = text.replace("softmax(", "np.exp(")
    assert told(longer)[0].outcomes[0].message.startswith("It is not fixed yet, and 1")


def test_the_right_function_under_the_name_does_not_count_where_the_cell_is_untouched():
    namespace = namespace_with(hunt, "")
    verdict = verdict_on(LocalDoor(namespace), hunt, Reference(), PUBLIC_SEED, hunted.given)
    assert verdict.points == 0


@pytest.mark.parametrize(
    "text", ["", "def hunt_rnn_cell_forward(:", "bug = 1", "(" * 9000, "-" * 9000 + "1", solved + "\n#" + "-" * 20_000]
)
def test_a_cell_without_a_readable_function_fails(text):
    verdict = verdict_on(LocalDoor(namespace_with(hunt, "")), hunt, Reference(), PUBLIC_SEED, text)
    assert verdict.outcomes[0].status == "fails"
    assert "can be read" in verdict.outcomes[0].message


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("def f(a):\n    return a\n", 'def f(a):\n    """Say."""\n\n    return a  # so\n', 0),
        ("def f(a):\n    return a.T\n", "def f(a):\n    return a\n", 2),
        ("def f(a):\n    return a + 1\n", "def f(a):\n    return a - 1\n", 1),
        (
            "def f(a):\n    for b in a:\n        g()\n    h()\n",
            "def f(a):\n    for b in a:\n        g()\n        h()\n",
            2,
        ),
        ("def f(a):\n    return a\n", "def f(a):\n    a = b\n    return a\n", 3),
        ("def f(a):\n    return a\n", "def f(a):\n    a = b; return a\n", 3),
        ("def f(a):\n    return a\n", None, None),
        ("def f(a):\n    return 1\n", "def f(a):\n    return [" + "1, " * 900 + "]\n", 1801),
    ],
)
def test_tokens_are_counted(one, other, apart):
    assert tokens_apart(one, other) == apart


def test_a_recording_judges_a_hunt_as_the_reference_does():
    recording = Recording(exercises_in(as_text(record([hunt]))))
    for text in (solved, hunted.given, chosen(solved, 9), solved.replace("+ ba)", "- ba)")):
        assert told(text, recording) == told(text)


def test_a_recording_of_another_draw_is_stale():
    old, new = record([hunt]), record([hunt])
    new[hunt.name]["fixed"]["hunted"]["right"] += "0"
    assert changed_checks(old, old) == []
    assert changed_checks(old, new) == [f"{hunt.name}, check 'fixed'"]


def test_bugs_are_drawn_anew_for_a_term(monkeypatch):
    drawn = set()
    for term in range(12):
        monkeypatch.setattr(bugs, "TERM", str(term))
        drawn.add(Reference().hunted(hunt).given)
    assert len(drawn) > 2


def test_an_unknown_mistake_or_a_large_one_is_the_authors_error():
    with pytest.raises(CourseError, match="no mistake with a sentence is called 'no_such_thing'"):
        Reference().hunted(Hunt(hunt.of, "gradient_flow", bugs=("no_such_thing",)))
    large = max(
        (wrong for wrong in alternatives_to(hunt.of).all if wrong.says),
        key=lambda wrong: tokens_apart(
            *(function_in(text, hunt.of.name) for text in (wrong.source, reference_source(hunt.of)))
        ),
    )
    with pytest.raises(CourseError, match="tokens, not in 1 to 3"):
        Reference().hunted(Hunt(hunt.of, "gradient_flow", bugs=(large.name,)))


def test_a_function_of_the_same_lesson_is_not_hunted():
    with pytest.raises(CourseError, match="needs an earlier one"):
        Hunt(hunt.of, "simple_rnn", bugs=BUGS)


# ------------------------------------------------------------------------------------------- the hunts of the course


@every_hunt
def test_every_bug_of_a_hunt_suits(declared):
    """Solved it earns two points, as given none, whatever sentence is chosen."""
    for name in declared.bugs:
        alone = Hunt(declared.of, declared.lesson.partition("_")[2], bugs=(name,), name=declared.name)
        given = Reference().hunted(alone).given
        for text, expected in (
            (reference_source(alone), 2),
            (given, 0),
            (given.replace("bug = None", "bug = 3"), 0),
        ):
            verdict = verdict_on(LocalDoor(namespace_with(alone, text)), alone, Reference(), 5, text)
            assert verdict.points == expected, (name, report.as_text(verdict))


@every_hunt
def test_a_hunt_is_judged_by_checks_without_chance(declared):
    assert not any(check.by_chance for check in declared.of.checks)
    assert len(declared.bugs) >= 2


def test_a_choice_is_a_plain_number():
    assert choice_in("bug = np.int64(3)") is None
