r"""The drawings of the course and the style they share.

A figure of a lesson takes three lines::

    import figures

    figures.show(figures.rnn_cell(), caption="Two terms meet in the sum.", alt="A simple RNN cell: ...")

Colours come from one table, `SYMBOLS`: formulas (`coloured`), words (`span`) and pictures agree.
"""

from figures import _quiet as _quiet  # before Matplotlib: nothing may be written to stderr
from figures.all_types import Example, all_types
from figures.anatomy import error_anatomy
from figures.animation import animate, animation_html, backward_frames, backward_labels, forward_frames, forward_labels
from figures.canvas import Point, figure_of, sheet
from figures.cell_backward import STOPS, cell_backward_frames
from figures.cells import rnn_cell
from figures.chain_rule import chain_rule
from figures.colours import CYCLE, INK, SYMBOLS, colour_of
from figures.contrast import BACKGROUNDS, contrast
from figures.formula import coloured, span, tex
from figures.gated import GRU_PARTS, gru_cell, gru_cell_frames
from figures.gru_ways import GRU_WAYS, gru_way_frames
from figures.letters import letter_stacks
from figures.looking import looking_back
from figures.lstm import LSTM_PARTS, lstm_cell, lstm_cell_frames
from figures.masked import masked_steps
from figures.one_verdict import one_verdict
from figures.page import figure_html, show
from figures.painted import painted_text
from figures.piano_roll import piano_roll
from figures.plots import panels
from figures.products import product_and_back
from figures.scales import Ladder, scale_of_classics
from figures.search_tree import kept_by, search_tree
from figures.signed import signed_colour, signed_map
from figures.sound import play, sound_html
from figures.streams import text_streams
from figures.strips import heat_strip
from figures.style import course_style, use_course_style
from figures.table import shape_table, table_html
from figures.tagged import Sentence, tagged_sentences
from figures.tensor import tensor_block, tensor_slices
from figures.translation import encoder_decoder, gradient_to_encoder, translation_frames, translation_labels
from figures.two_terms import two_terms_frames
from figures.two_ways import two_way_frames, two_way_gradient, two_way_labels, two_ways
from figures.types import TYPES, rnn_type
from figures.unrolled import unrolled
from figures.window import truncation_window
from figures.written import written_text

__all__ = [
    "BACKGROUNDS",
    "CYCLE",
    "GRU_PARTS",
    "GRU_WAYS",
    "INK",
    "LSTM_PARTS",
    "STOPS",
    "SYMBOLS",
    "TYPES",
    "Example",
    "Ladder",
    "Point",
    "Sentence",
    "all_types",
    "animate",
    "animation_html",
    "backward_frames",
    "backward_labels",
    "cell_backward_frames",
    "chain_rule",
    "colour_of",
    "coloured",
    "contrast",
    "course_style",
    "encoder_decoder",
    "error_anatomy",
    "figure_html",
    "figure_of",
    "forward_frames",
    "forward_labels",
    "gradient_to_encoder",
    "gru_cell",
    "gru_cell_frames",
    "gru_way_frames",
    "heat_strip",
    "kept_by",
    "letter_stacks",
    "looking_back",
    "lstm_cell",
    "lstm_cell_frames",
    "masked_steps",
    "one_verdict",
    "painted_text",
    "panels",
    "piano_roll",
    "play",
    "product_and_back",
    "rnn_cell",
    "rnn_type",
    "scale_of_classics",
    "search_tree",
    "shape_table",
    "sheet",
    "show",
    "signed_colour",
    "signed_map",
    "sound_html",
    "span",
    "table_html",
    "tagged_sentences",
    "tensor_block",
    "tensor_slices",
    "tex",
    "text_streams",
    "translation_frames",
    "translation_labels",
    "truncation_window",
    "two_terms_frames",
    "two_way_frames",
    "two_way_gradient",
    "two_way_labels",
    "two_ways",
    "unrolled",
    "use_course_style",
    "written_text",
]
