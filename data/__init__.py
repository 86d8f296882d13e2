"""Data sets of the course: loaders, generators and a data sheet each.

Everything works offline. Text of others is read from installed packages when it is asked for; the rest is made here.
"""

from data.addition import addition_task, load_adder, untrained_adder
from data.errors import DataMissing
from data.gestures import GESTURES, PHASES, Gestures, gestures
from data.melody import Note, semitone, twelve_notes
from data.memory import AnswerEachStep, OneAnswer, adding_task, copy_task, latch_task
from data.name_model import load_name_model
from data.name_sentences import NameSentences, name_sentences, name_vocabulary
from data.names import load_names, name_splits
from data.recorded import load_recorded
from data.reviews import Reviews, ReviewSplits, review_splits
from data.sentences import six_sentences
from data.splits import Split, split
from data.tunes import Tone, Tune, TuneSplits, pitch_name, tones, tune_splits, tune_vocabulary
from data.vocabulary import Vocabulary

__all__ = [
    "GESTURES",
    "PHASES",
    "AnswerEachStep",
    "DataMissing",
    "Gestures",
    "NameSentences",
    "Note",
    "OneAnswer",
    "ReviewSplits",
    "Reviews",
    "Split",
    "Tone",
    "Tune",
    "TuneSplits",
    "Vocabulary",
    "adding_task",
    "addition_task",
    "copy_task",
    "gestures",
    "latch_task",
    "load_adder",
    "load_name_model",
    "load_names",
    "load_recorded",
    "name_sentences",
    "name_splits",
    "name_vocabulary",
    "pitch_name",
    "review_splits",
    "semitone",
    "six_sentences",
    "split",
    "tones",
    "tune_splits",
    "tune_vocabulary",
    "twelve_notes",
    "untrained_adder",
]
