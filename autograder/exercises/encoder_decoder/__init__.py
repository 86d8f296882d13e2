# ruff: noqa: I001  # the order of the lesson
"""Lesson 12: an encoder and a decoder, the loss that trains both, beam search, and BLEU; two bug hunts."""

from autograder.exercises.encoder_decoder.pairs import teacher_forcing_pair
from autograder.exercises.encoder_decoder.forward import encoder_decoder_forward
from autograder.exercises.encoder_decoder.training import seq2seq_loss_and_grads
from autograder.exercises.encoder_decoder.beams import beam_search
from autograder.exercises.encoder_decoder.scores import bleu
from autograder.exercises.encoder_decoder.hunts import hunt_gru_forward, hunt_make_lm_pair

__all__ = [
    "beam_search",
    "bleu",
    "encoder_decoder_forward",
    "hunt_gru_forward",
    "hunt_make_lm_pair",
    "seq2seq_loss_and_grads",
    "teacher_forcing_pair",
]
