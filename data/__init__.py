"""Data sets of the course: loaders, generators and a data sheet each.

Everything works offline. Text of others is read from installed packages when it is asked for; the rest is made here.
"""

from data.addition import addition_task, load_adder, untrained_adder
from data.bible import bible_sentences, bible_words
from data.counted import counted_loss
from data.counting import COUNTING_SYMBOLS, ab_strings, counts_up_to, load_counter
from data.date_translator import DateTranslator, load_date_translator
from data.dates import FRENCH_TOKENS, Translations, TranslationSplits, date_splits, french_date, french_tokens
from data.entities import ENTITY_TAGS, EntitySplits, Tagged, entity_names, entity_splits
from data.errors import DataMissing
from data.folk_tunes import folk_tune_splits, folk_vocabulary, load_folk_tunes
from data.gestures import GESTURES, PHASES, Gestures, gestures
from data.grammar import grammar_sentences, grammar_splits
from data.gru_prose_model import load_gru_prose_models
from data.heard import HOMOPHONES, Choice, heard, offered, readings
from data.melody import Note, semitone, twelve_notes
from data.memory import AnswerEachStep, OneAnswer, adding_task, copy_task, latch_task
from data.name_model import load_name_model
from data.name_sentences import NameSentences, name_sentences, name_vocabulary
from data.names import load_names, name_splits
from data.number_translator import NumberTranslator, load_number_translator
from data.number_words import NumberWords, in_french, number_words
from data.places import load_places
from data.prose import PROSE_SYMBOLS, Prose, load_prose, load_topics, prose_ids
from data.prose_lstm import load_prose_lstm
from data.prose_model import load_prose_model, untrained_prose_model
from data.reber import REBER_SYMBOLS, ReberStream, reber_stream, reber_word
from data.recorded import load_recorded
from data.reviews import Reviews, ReviewSplits, opinion_tags, review_splits
from data.sentences import six_sentences
from data.signals import correlations, prose_signals
from data.snippets import movie_snippets
from data.spelling import spelling_of, vocabulary_bigram
from data.splits import Split, split
from data.tagger_model import ENTITY_SEED, load_tagger
from data.telephone import read_in_pairs, telephone_splits
from data.tune_model import load_tune_model, model_tunes
from data.tunes import Tone, Tune, TuneSplits, pitch_name, tones, tune_splits, tune_vocabulary
from data.vocabulary import Vocabulary
from data.word_model import WORD_SPLIT_SEED, load_word_model

__all__ = [
    "COUNTING_SYMBOLS",
    "ENTITY_SEED",
    "ENTITY_TAGS",
    "FRENCH_TOKENS",
    "GESTURES",
    "HOMOPHONES",
    "PHASES",
    "PROSE_SYMBOLS",
    "REBER_SYMBOLS",
    "WORD_SPLIT_SEED",
    "AnswerEachStep",
    "Choice",
    "DataMissing",
    "DateTranslator",
    "EntitySplits",
    "Gestures",
    "NameSentences",
    "Note",
    "NumberTranslator",
    "NumberWords",
    "OneAnswer",
    "Prose",
    "ReberStream",
    "ReviewSplits",
    "Reviews",
    "Split",
    "Tagged",
    "Tone",
    "TranslationSplits",
    "Translations",
    "Tune",
    "TuneSplits",
    "Vocabulary",
    "ab_strings",
    "adding_task",
    "addition_task",
    "bible_sentences",
    "bible_words",
    "copy_task",
    "correlations",
    "counted_loss",
    "counts_up_to",
    "date_splits",
    "entity_names",
    "entity_splits",
    "folk_tune_splits",
    "folk_vocabulary",
    "french_date",
    "french_tokens",
    "gestures",
    "grammar_sentences",
    "grammar_splits",
    "heard",
    "in_french",
    "latch_task",
    "load_adder",
    "load_counter",
    "load_date_translator",
    "load_folk_tunes",
    "load_gru_prose_models",
    "load_name_model",
    "load_names",
    "load_number_translator",
    "load_places",
    "load_prose",
    "load_prose_lstm",
    "load_prose_model",
    "load_recorded",
    "load_tagger",
    "load_topics",
    "load_tune_model",
    "load_word_model",
    "model_tunes",
    "movie_snippets",
    "name_sentences",
    "name_splits",
    "name_vocabulary",
    "number_words",
    "offered",
    "opinion_tags",
    "pitch_name",
    "prose_ids",
    "prose_signals",
    "read_in_pairs",
    "readings",
    "reber_stream",
    "reber_word",
    "review_splits",
    "semitone",
    "six_sentences",
    "spelling_of",
    "split",
    "telephone_splits",
    "tones",
    "tune_splits",
    "tune_vocabulary",
    "twelve_notes",
    "untrained_adder",
    "untrained_prose_model",
    "vocabulary_bigram",
]
