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
from data.number_translator import NumberTranslator, load_number_translator
from data.number_words import NumberWords, in_french, number_words
from data.recorded import load_recorded
from data.reviews import Reviews, ReviewSplits, opinion_tags, review_splits
from data.sentences import six_sentences
from data.snippets import movie_snippets
from data.splits import Split, split
from data.vocabulary import Vocabulary

__all__ = [
    "GESTURES",
    "PHASES",
    "AnswerEachStep",
    "DataMissing",
    "Gestures",
    "NameSentences",
    "Note",
    "NumberTranslator",
    "NumberWords",
    "OneAnswer",
    "ReviewSplits",
    "Reviews",
    "Split",
    "Vocabulary",
    "adding_task",
    "addition_task",
    "copy_task",
    "gestures",
    "in_french",
    "latch_task",
    "load_adder",
    "load_name_model",
    "load_names",
    "load_number_translator",
    "load_recorded",
    "movie_snippets",
    "name_sentences",
    "name_splits",
    "name_vocabulary",
    "number_words",
    "opinion_tags",
    "review_splits",
    "semitone",
    "six_sentences",
    "split",
    "twelve_notes",
    "untrained_adder",
]
