"""What is said where many repairs would do: all of a result put right, a method exchanged, a view made new."""

from tests.locate.test_edits import SUMS, located

BACK = """
    def lstm_cell_backward(da_next, dc_next, cache):
        _, c_next, a_prev, c_prev, Gf, Gi, c_tilde, Go, xt, parameters = cache
        tanh_c = np.tanh(c_next)
        dc = dc_next + da_next * Go * (1 - tanh_c**2)
        dz = {"f": dc * c_prev, "i": dc * c_tilde, "o": da_next * tanh_c}
        for name, gate in (("f", Gf), ("i", Gi), ("o", Go)):
            dz[name] = dz[name] * gate * (1 - gate)
        below = 0
        for name in dz:
            below = below + parameters["W" + name].T @ dz[name]
        dz["c"] = dc * Gi * (1 - c_tilde**2)
        grads = {"da_prev": below[: len(a_prev)], "dxt": below[len(a_prev) :], "dc_prev": dc * Gf}
        for name in dz:
            grads["dW" + name] = dz[name] @ np.vstack([a_prev, xt]).T
            grads["db" + name] = dz[name].sum(axis=1).reshape(-1, 1)
        return grads
"""


def test_a_dict_that_is_returned_is_not_blamed_where_its_last_entry_is_put_in():
    told = located("lstm_cell_backward", BACK)
    assert any(told)
    assert not any("leaves in grads" in each for each in told)


def test_a_view_is_not_taken_for_a_wrong_sign():
    text = """
    def make_lm_pair(ids, bos_id):
        Y = np.array(ids)
        X = np.asarray(Y)
        X[1:] = Y[:-1].copy()
        X[0] = bos_id
        return X, Y
    """
    assert not any("sign" in each for each in located("make_lm_pair", text))


def test_of_a_method_that_is_another_one_its_name_alone_is_told():
    text = SUMS.replace("not mask[t, i]", "not np.array([mask[t, i], mask.size]).any()")
    (told, *_) = located("sequence_cross_entropy", text)
    assert "It is enough to change `.any` in it." in told
