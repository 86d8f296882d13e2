"""Models of the capstone as files: whole ones come back, and everything else is refused in a sentence."""

import io
import zipfile

import numpy as np
import pytest

from autograder.capstone import CAPSTONES, ModelProblem, NoModelYet, keep_better, load_model, save_model
from autograder.capstone.files import GRADING, MOST_BYTES
from autograder.capstone.model import GATES, count_of, units
from data.capstone import Examples
from solutions.capstone_training import untrained

N_A = 5


def a_model(corpus, cell, *, rng):
    kind = CAPSTONES[corpus]
    return untrained(corpus, cell, kind.reads, N_A, kind.says, rng=rng)


@pytest.mark.parametrize("corpus", CAPSTONES)
@pytest.mark.parametrize("cell", GATES)
def test_a_saved_model_comes_back(tmp_path, corpus, cell):
    p = a_model(corpus, cell, rng=np.random.default_rng(5))
    path = save_model(tmp_path / "model.npz", corpus=corpus, cell=cell, parameters=p)
    model = load_model(path)
    assert (model.corpus, model.cell, units(model)) == (corpus, cell, N_A)
    assert count_of(model) == sum(value.size for value in p.values())
    for name, value in p.items():
        assert model.parameters[name].dtype == np.float64
        np.testing.assert_allclose(model.parameters[name], value, rtol=1e-6)


def an_archive(**arrays):
    out = io.BytesIO()
    np.savez(out, **arrays)
    return out.getvalue()


def with_header(shape, dtype="<f8"):
    """A file whose one array says that it is larger than it is."""
    array, out = io.BytesIO(), io.BytesIO()
    np.lib.format.write_array_header_1_0(array, {"shape": shape, "fortran_order": False, "descr": dtype})
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("Wy.npy", array.getvalue())
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "cannot be read"),
        (b"no archive", "cannot be read"),
        (an_archive(corpus=np.array("names"), cell=np.array("gru"))[:-30], "cannot be read"),
        (bytes(MOST_BYTES + 1), "at most 8 are allowed"),
        (an_archive(Wy=np.zeros(2**21)), "has 16.0 MiB"),
        (an_archive(Wy=np.array([{}], dtype=object)), "holds objects"),
        (an_archive(**{f"W{k}": np.zeros(1) for k in range(41)}), "more than 40 arrays"),
        (with_header((2**40,)), "is shorter than it says"),
        (with_header((3, 2**60, 2**60)), "is shorter than it says"),
        (an_archive(Wy=np.zeros((2, 2))), "does not say which corpus"),
        (an_archive(corpus=np.array(["names"]), cell=np.array("gru")), "does not say which corpus"),
        (an_archive(corpus=np.array("names"), cell=np.array(3)), "does not say which cell"),
        (an_archive(corpus=np.array("names"), cell=np.array("gru")), "The parameter bu is missing"),
    ],
    # Archives hold the time; the processes that test side by side need the same names.
    ids=lambda value: f"{len(value)} bytes" if isinstance(value, bytes) else value,
)
def test_a_file_that_is_no_model_is_said_in_a_sentence(tmp_path, data, said):
    path = tmp_path / "model.npz"
    path.write_bytes(data)
    with pytest.raises(ModelProblem, match=said):
        load_model(path)


def test_a_file_that_is_not_there_is_said_in_a_sentence(tmp_path):
    with pytest.raises(NoModelYet, match=r"no file model\.npz"):
        load_model(tmp_path / "model.npz")
    with pytest.raises(NoModelYet):
        load_model(tmp_path)


def test_what_cannot_be_handed_in_is_not_saved(tmp_path):
    p = a_model("names", "gru", rng=np.random.default_rng(9))
    with pytest.raises(ModelProblem, match=r"end in \.npz"):
        save_model(tmp_path / "model.txt", corpus="names", cell="gru", parameters=p)
    with pytest.raises(ModelProblem, match="NaN"):
        save_model(tmp_path / "model.npz", corpus="names", cell="gru", parameters=p | {"bu": p["bu"] * np.nan})
    assert not [*tmp_path.iterdir()]


def test_what_was_handed_in_stays_as_it_is_where_it_is_graded(tmp_path, monkeypatch):
    p = a_model("names", "gru", rng=np.random.default_rng(12))
    monkeypatch.setenv(GRADING, "1")
    path = save_model(tmp_path / "model.npz", corpus="names", cell="gru", parameters=p)
    before = path.read_bytes()
    assert save_model(path, corpus="names", cell="gru", parameters=p | {"bu": 0 * p["bu"]}) == path
    assert path.read_bytes() == before
    monkeypatch.delenv(GRADING)
    save_model(path, corpus="names", cell="gru", parameters=p | {"bu": 0 * p["bu"]})
    assert path.read_bytes() != before


def test_the_better_of_two_models_is_kept(tmp_path, monkeypatch):
    p, path = a_model("names", "rnn", rng=np.random.default_rng(3)), tmp_path / "model.npz"
    p |= {"Wy": 0 * p["Wy"]}
    better, worse = (p | {"by": np.eye(27)[:, :1] * end} for end in (2.0, -2.0))
    dev = Examples([[0], [0]], [[0], [0]])

    def keep(parameters, corpus="names", cell="rnn"):
        return keep_better(path, dev, corpus=corpus, cell=cell, parameters=parameters)

    assert keep(worse) == "model.npz is written."
    assert "is written: 2." in keep(better)
    kept = path.read_bytes()
    assert "stays as it is: 2." in keep(worse)
    assert "stays as it is: 2." in keep(better)
    assert "a model of names. Rename it" in keep(
        a_model("melodies", "gru", rng=np.random.default_rng(3)), "melodies", "gru"
    )
    monkeypatch.setenv(GRADING, "1")
    assert keep(worse) == "model.npz stays as it was handed in."
    assert path.read_bytes() == kept
    monkeypatch.delenv(GRADING)
    path.write_bytes(kept[:-40])
    assert "cannot be read" in keep(worse)
    assert path.read_bytes() == kept[:-40]


def test_what_cannot_be_written_leaves_the_model_before(tmp_path, monkeypatch):
    p, path = a_model("names", "gru", rng=np.random.default_rng(9)), tmp_path / "model.npz"
    save_model(path, corpus="names", cell="gru", parameters=p)
    kept = path.read_bytes()

    def full(path, data):
        path.touch()
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.write_bytes", full)
        with pytest.raises(ModelProblem, match="No space left"):
            save_model(path, corpus="names", cell="gru", parameters={name: 0 * value for name, value in p.items()})
    assert path.read_bytes() == kept
    assert [*tmp_path.iterdir()] == [path]
    (tmp_path / "folder.npz").mkdir()
    for where, said in (("none/z.npz", "no folder"), ("folder.npz", "cannot be written")):
        with pytest.raises(ModelProblem, match=said):
            save_model(tmp_path / where, corpus="names", cell="gru", parameters=p)


@pytest.mark.parametrize("path", [None, 3, "", "a\0.npz"])
def test_what_is_no_path_is_said_in_a_sentence(path):
    with pytest.raises(ModelProblem, match="the name of a file"):
        load_model(path)
    with pytest.raises(ModelProblem, match="the name of a file"):
        save_model(path, corpus="names", cell="gru", parameters={})


def test_a_name_that_is_too_long_is_no_file():
    with pytest.raises(NoModelYet):
        load_model("m" * 5000)
