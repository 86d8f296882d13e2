# ruff: noqa: F821
"""Right answers to seq2seq_loss_and_grads that look different, each registered in the module of its name."""

import numpy as np


def entering_at_the_last_valid_step(x, lengths, dec_in, dec_target, mask, encoder, decoder):
    y_pred, (there, s, back) = encoder_decoder_forward(x, lengths, dec_in, encoder, decoder)
    loss = sequence_cross_entropy(y_pred, dec_target, mask)
    dz = softmax_ce_backward(y_pred, dec_target, mask)
    ds = np.einsum("ya,tyi->tai", decoder["Wy"], dz)
    out = gru_backward(ds, back, np.ones_like(mask), gru_cell_backward)
    n_a, m = out["dc0"].shape
    dc = np.zeros((len(x), n_a, m))
    dc[lengths - 1, :, np.arange(m)] = out["dc0"].T
    into = gru_backward(dc, there, np.ones((len(x), m), dtype=bool), gru_cell_backward)
    out["dWy"] = sum(dz[t] @ s[t].T for t in range(len(dz)))
    out["dby"] = dz.sum(axis=2).sum(axis=0).reshape(-1, 1)
    return loss, {"encoder": into, "decoder": out}


def with_loops_of_its_own(x, lengths, dec_in, dec_target, mask, encoder, decoder):
    names = ["Wu", "Wr", "Wc", "bu", "br", "bc"]
    y_pred, (there, s, back) = encoder_decoder_forward(x, lengths, dec_in, encoder, decoder)
    dz = softmax_ce_backward(y_pred, dec_target, mask)
    grads = {
        half: {"d" + n: np.zeros_like(p[n]) for n in names} for half, p in (("encoder", encoder), ("decoder", decoder))
    }
    grads["decoder"]["dWy"], grads["decoder"]["dby"] = np.zeros_like(decoder["Wy"]), np.zeros_like(decoder["by"])
    dc = np.zeros_like(s[0])
    for t in range(len(dec_in) - 1, -1, -1):
        grads["decoder"]["dWy"] += dz[t] @ s[t].T
        grads["decoder"]["dby"] += dz[t].sum(axis=1, keepdims=True)
        step = gru_cell_backward(dc + decoder["Wy"].T @ dz[t], back[t])
        dc = step["dc_prev"]
        for n in names:
            grads["decoder"]["d" + n] += step["d" + n]
    for t in range(len(x) - 1, -1, -1):
        step = gru_cell_backward(np.where(t < lengths, dc, 0.0), there[t])
        dc = np.where(t < lengths, step["dc_prev"], dc)
        for n in names:
            grads["encoder"]["d" + n] += step["d" + n]
    return sequence_cross_entropy(y_pred, dec_target, mask), grads


def with_a_forward_pass_of_its_own(x, lengths, dec_in, dec_target, mask, encoder, decoder):
    valid = np.arange(len(x))[:, None] < lengths
    c, _, there = gru_forward(x, np.zeros((len(encoder["bc"]), x.shape[2])), {**decoder, **encoder}, valid)
    s, y_pred, back = gru_forward(one_hot(dec_in, len(decoder["by"])), c[-1], decoder, mask)
    dz = softmax_ce_backward(y_pred, dec_target, mask)
    said = gru_backward(np.stack([decoder["Wy"].T @ each for each in dz]), back, mask, gru_cell_backward)
    dc = np.concatenate([np.zeros_like(c[:-1]), said["dc0"][None]])
    read = gru_backward(dc, there, valid, gru_cell_backward)
    said |= {"dWy": np.tensordot(dz, s, axes=([0, 2], [0, 2])), "dby": dz.sum((0, 2))[:, None]}
    return sequence_cross_entropy(y_pred, dec_target, mask), {"decoder": said, "encoder": read}


def example_by_example(x, lengths, dec_in, dec_target, mask, encoder, decoder):
    ends, loss, total = mask.sum(axis=0), 0.0, None
    for i in range(len(lengths)):
        if not ends[i]:
            continue
        one, few = x[: lengths[i], :, [i]], slice(0, ends[i])
        y_pred, (there, s, back) = encoder_decoder_forward(one, lengths[[i]], dec_in[few, [i]], encoder, decoder)
        target, valid = dec_target[few, [i]], np.ones((ends[i], 1), dtype=bool)
        share = ends[i] / ends.sum()
        loss += share * sequence_cross_entropy(y_pred, target, valid)
        dz = share * softmax_ce_backward(y_pred, target, valid)
        said = gru_backward(decoder["Wy"].T @ dz, back, valid, gru_cell_backward)
        dc = np.zeros((len(one), *said["dc0"].shape))
        dc[-1] = said["dc0"]
        read = gru_backward(dc, there, np.ones((len(one), 1), dtype=bool), gru_cell_backward)
        said["dWy"], said["dby"] = (dz @ s.swapaxes(1, 2)).sum(axis=0), dz.sum(axis=0)
        each = {"encoder": dict(read), "decoder": dict(said)}
        for half in each.values():
            half.pop("dx"), half.pop("dc0")
        total = each if total is None else {h: {n: total[h][n] + each[h][n] for n in each[h]} for h in each}
    return loss, total
