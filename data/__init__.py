"""Data sets of the course: loaders, generators and a data sheet each.

Everything works offline. Text of others is read from installed packages when it is asked for; the rest is made here.
"""

from data.addition import addition_task, load_adder, untrained_adder
from data.bible import bible_sentences, bible_words
from data.counted import counted_loss
from data.errors import DataMissing
from data.grammar import grammar_sentences, grammar_splits
from data.heard import HOMOPHONES, Choice, heard, offered, readings
from data.melody import Note, semitone, twelve_notes
from data.memory import AnswerEachStep, OneAnswer, adding_task, copy_task, latch_task
from data.name_model import load_name_model
from data.name_sentences import NameSentences, name_sentences, name_vocabulary
from data.names import load_names, name_splits
from data.prose import PROSE_SYMBOLS, Prose, load_prose, load_topics, prose_ids
from data.prose_model import load_prose_model, untrained_prose_model
from data.recorded import load_recorded
from data.sentences import six_sentences
from data.signals import correlations, prose_signals
from data.spelling import spelling_of, vocabulary_bigram
from data.splits import Split, split
from data.vocabulary import Vocabulary
from data.word_model import WORD_SPLIT_SEED, load_word_model

__all__ = [
    "HOMOPHONES",
    "PROSE_SYMBOLS",
    "WORD_SPLIT_SEED",
    "AnswerEachStep",
    "Choice",
    "DataMissing",
    "NameSentences",
    "Note",
    "OneAnswer",
    "Prose",
    "Split",
    "Vocabulary",
    "adding_task",
    "addition_task",
    "bible_sentences",
    "bible_words",
    "copy_task",
    "correlations",
    "counted_loss",
    "grammar_sentences",
    "grammar_splits",
    "heard",
    "latch_task",
    "load_adder",
    "load_name_model",
    "load_names",
    "load_prose",
    "load_prose_model",
    "load_recorded",
    "load_topics",
    "load_word_model",
    "name_sentences",
    "name_splits",
    "name_vocabulary",
    "offered",
    "prose_ids",
    "prose_signals",
    "readings",
    "semitone",
    "six_sentences",
    "spelling_of",
    "split",
    "twelve_notes",
    "untrained_adder",
    "untrained_prose_model",
    "vocabulary_bigram",
]
