"""The corpora of the capstone: the same for everyone, and the sealed parts share nothing with them."""

import json
from pathlib import Path

import numpy as np
import pytest

import data
from autograder.authoring.record import as_text, record
from autograder.authoring.seal import AS_HARD, DRAWN, MODEL, motifs, seal
from autograder.capstone import CAPSTONES, SCALES, checked, load_model, score
from autograder.door import LocalDoor
from autograder.evaluate import PUBLIC_SEED, draws_public_inputs, evaluate_behind, generator_for
from autograder.exercises import find
from autograder.exercises.capstone import ALLOWED, POINTS
from autograder.recording import Recording, exercises_in
from autograder.reference import Reference
from benchmarks.capstone import counting
from data import load_recorded
from data.capstone import capstone_corpus, control_examples, stored_examples
from data.names import load_names
from solutions.capstone_training import Clock, Network, Plan, train, untrained
from solutions.sealed import FOLDER, sealed_part

every_corpus = pytest.mark.parametrize("corpus", CAPSTONES)
SIZES = {"names": (14_000, 1000, 1000), "melodies": (2000, 200, 200), "dates": (8000, 1000, 1000)}
SIZES |= {"entities": (4000, 500, 1000)}


def what_may_not_recur(corpus, part):
    """Return of each example what no two parts share."""
    if corpus == "melodies":
        return {motifs(x) for x in part.x}
    return set(map(tuple, part.y if corpus == "dates" else part.x))


@every_corpus
def test_models_read_and_say_the_symbols_of_the_corpus(corpus):
    found, kind = capstone_corpus(corpus), CAPSTONES[corpus]
    assert (len(found.reads), len(found.says)) == (kind.reads, kind.says)
    for part, size in zip(found[:3], SIZES[corpus], strict=True):
        assert len(part.x) == len(part.y) == size
        assert {0 <= symbol < kind.reads for x in part.x for symbol in x} == {True}
        assert {0 <= symbol < kind.says for y in part.y for symbol in y} == {True}


@every_corpus
def test_no_two_parts_share_anything(corpus):
    found = capstone_corpus(corpus)
    parts = [*found[:3], stored_examples(corpus, sealed_part(corpus))]
    kept = [what_may_not_recur(corpus, part) for part in parts]
    assert len(set.union(*kept)) == sum(map(len, kept))


@every_corpus
def test_the_sealed_part_is_of_the_kind_of_the_public_one(corpus):
    public, kept = capstone_corpus(corpus).held_out, stored_examples(corpus, sealed_part(corpus))
    assert len(kept.x) == len(kept.y) == DRAWN[corpus][1]
    mean = [np.mean([len(x) for x in part.x]) for part in (public, kept)]
    assert mean[0] == pytest.approx(mean[1], rel=0.05)
    if corpus in ("names", "melodies"):
        assert all(x[0] == y[-1] == 0 and x[1:] == y[:-1] for x, y in zip(kept.x, kept.y, strict=True))
    if corpus == "dates":
        assert {(y[4], y[7], y[-1], len(y)) for y in kept.y} == {(10, 10, 11, 11)}


def test_there_is_no_fifth_corpus():
    with pytest.raises(ValueError, match="names, melodies, dates, entities"):
        capstone_corpus("poems")


def test_sealing_draws_anew_what_the_repository_has_not(tmp_path):
    one, again, other = (seal(tmp_path / name, seed=seed) for name, seed in (("a", 1), ("b", 1), ("c", 2)))
    for first, second, third in zip(one, again, other, strict=True):
        assert first.read_bytes() == second.read_bytes() != third.read_bytes()
        assert first.read_bytes() != (FOLDER / first.name).read_bytes()
        with np.load(first) as stored:
            assert all(stored[name].dtype.kind in "biu" for name in stored.files)
    with np.load(one[0]) as stored:
        drawn = stored_examples("names", stored)
    assert not what_may_not_recur("names", drawn) & what_may_not_recur("names", capstone_corpus("names").train)


def test_sealed_names_are_as_hard_as_the_public_ones_for_the_model_of_the_answers(tmp_path):
    seal(tmp_path, seed=1)
    model = load_model(MODEL)
    with np.load(tmp_path / "names.npz") as stored:
        drawn = stored_examples("names", dict(stored))
    assert abs(score(model, drawn) - score(model, capstone_corpus("names").held_out)) <= AS_HARD


def test_made_up_names_are_in_no_list_and_like_real_ones():
    made = control_examples(sealed_part("names"))
    names = {"".join(capstone_corpus("names").reads.decode(y[:-1])) for y in made.y}
    assert len(names) == len(made.x) == DRAWN["names"][1]
    assert not names & {*load_names(), *load_names("women"), *load_names("men")}
    by_letters, by_pairs = (counting("names")[f"{n}-gram"](made) for n in (1, 2))
    recorded = load_recorded("capstone_counts")["results"]["names"]
    assert by_letters == pytest.approx(recorded["1-gram"]["sealed"], abs=0.06)
    assert by_pairs == pytest.approx(recorded["2-gram"]["sealed"], abs=0.06)
    assert control_examples(sealed_part("dates")) is None


# --------------------------------------------------------------------------------------------- which part is judged by


@every_corpus
def test_an_untrained_model_of_any_corpus_is_scored_on_either_part(corpus):
    exercise, kind = find("capstone_model"), CAPSTONES[corpus]
    p = untrained(corpus, "lstm", kind.reads, 4, kind.says, rng=np.random.default_rng(3))
    door = LocalDoor({}, {"capstone_model": lambda: (corpus, "lstm", p)})
    for seed, part in ((PUBLIC_SEED, "public"), (7, "sealed")):
        verdict = evaluate_behind(door, exercise, Reference(), seed)
        assert verdict.points == 0
        assert (verdict.measured["corpus"], verdict.measured["part"]) == (corpus, part)
        assert SCALES[corpus].said(verdict.measured["score"]) in verdict.outcomes[0].message


def test_who_knows_the_sealed_names_by_heart_gains_little():
    exercise, kept = find("capstone_model"), stored_examples("names", sealed_part("names"))
    network = Network("names", "gru", untrained("names", "gru", 27, 128, 27, rng=np.random.default_rng(0)))
    train(network, kept, Plan(24, 64, 0.01), Clock(60), np.random.default_rng(0))
    parameters = network.parameters()
    door = LocalDoor({}, {"capstone_model": lambda: ("names", "gru", parameters)})
    verdict = evaluate_behind(door, exercise, Reference(), 7)
    assert score(checked("names", "gru", parameters), kept) < 2.6
    assert verdict.measured["score"] > 3.11
    assert "by heart" in verdict.outcomes[0].message


def test_public_inputs_are_told_from_secret_ones():
    exercise = find("capstone_model")
    for check in exercise.checks:
        assert draws_public_inputs(generator_for(exercise, check, PUBLIC_SEED))
        assert draws_public_inputs(generator_for(exercise, check, PUBLIC_SEED, draw=2))
        assert not draws_public_inputs(generator_for(exercise, check, 2**63 + 5))
    assert not draws_public_inputs(np.random.default_rng(PUBLIC_SEED))


def test_the_recording_holds_neither_model_nor_sealed_part_and_is_enough():
    exercise = find("capstone_model")
    text = as_text(record([exercise]))
    assert len(text) < 20_000
    for entry in json.loads(text)["exercises"]["capstone_model"].values():
        assert entry["truth"] == {"capstone_model": []}
    door = Reference().door(exercise)
    played, live = (evaluate_behind(door, exercise, each) for each in (Recording(exercises_in(text)), Reference()))
    assert played == live
    assert played.measured["part"] == "public"
    sealed = evaluate_behind(door, exercise, Reference(), 7)
    assert sealed.measured["part"] == "sealed"
    assert sealed.measured["score"] != played.measured["score"]
    assert sealed.as_dict()["measured"] == sealed.measured


# ----------------------------------------------------------------------------------------------------------- the scale


@every_corpus
def test_each_scale_has_five_steps_that_grow(corpus):
    scale = SCALES[corpus]
    thresholds = [step.threshold * (-1 if scale.less_is_better else 1) for step in scale.steps]
    assert len(thresholds) * POINTS == find("capstone_model").points == 15
    assert thresholds == sorted(set(thresholds))
    assert not scale.reached(float("nan"), scale.steps[0])


@every_corpus
def test_counting_reaches_what_is_recorded_and_no_more_than_it_may(corpus):
    recorded, scale = load_recorded("capstone_counts")["results"][corpus], SCALES[corpus]
    first, second = {"names": (1, 3), "melodies": (1, 3)}.get(corpus, (None, None))
    weak = [f"{first}-gram"] if first else [next(iter(recorded))]
    for part in ("public", "sealed"):
        assert not scale.reached(recorded[weak[0]][part], scale.steps[0])
        if second:
            assert scale.steps_of(recorded[f"{second}-gram"][part]) == 1
    assert all(scale.steps_of(score) <= 2 for scores in recorded.values() for score in scores.values())


def test_counting_is_measured_again():
    held_out, recorded = capstone_corpus("names").held_out, load_recorded("capstone_counts")["results"]["names"]
    for said, bits in counting("names").items():
        assert bits(held_out) == pytest.approx(recorded[said]["public"], abs=1e-4)


def test_the_sheet_and_the_page_say_what_is_recorded():
    root = Path(data.__file__).parents[1]
    sheet, page = (" ".join((root / name).read_text().split()) for name in ("data/README.md", "docs/capstone.md"))
    counts = load_recorded("capstone_counts")["results"]
    for corpus, upto in (("names", 5), ("melodies", 5), ("entities", 3)):
        for scores in list(counts[corpus].values())[:upto]:
            said = [f"{scores[part]:.3f}" for part in ("public", "sealed")]
            assert " / ".join(said if corpus != "entities" else [each[1:] for each in said]) in sheet
    known = load_recorded("capstone_by_heart")["results"]
    for scores in known.values():
        assert " / ".join(f"{scores[part]:.3f}" for part in ("public", "sealed", "made up")) in sheet
    left, held_out = known["all that are left"], known["public held-out part"]
    assert f"Such a GRU has {left['sealed']:.3f} bits per letter on them" in page
    assert f"What counts is then {left['graded']:.3f}" in page
    assert f"{held_out['public']:.3f} bits per letter there, {held_out['sealed']:.3f} on the sealed ones" in page
    assert str(ALLOWED) in page
