"""One colour a symbol, the same in formulas, figures and text.

The hues are those of Okabe and Ito (2008), which stay apart for colour-blind readers. Where needed they were made
lighter or darker: each has a contrast of at least 3:1 on white and on JupyterLab's dark background, so one figure fits
both themes. A weight has the hue of what it reads or writes in another lightness: `W_ax` goes with x, `W_aa` with a,
`W_ya` with y_hat.
"""

from types import MappingProxyType

#: Text, axes and frames. A mid grey for the PNG; the SVG follows the theme's own text colour instead.
INK = "#747678"

BLUE, GREEN, PINK, VERMILLION = "#0A7BC0", "#009E73", "#CC79A7", "#D55E00"
SKY, PINE, PLUM, OLIVE, GREY = "#4A96C4", "#00875F", "#AD5C96", "#96962B", "#7A7A7A"
#: Stands for no symbol: the other side of zero in pictures of activations.
PURPLE = "#8A63C8"

#: The colour of each symbol. Keys are written as in LaTeX, without hats, braces and time.
SYMBOLS = MappingProxyType(
    {
        "x": BLUE,
        "a": GREEN,
        "c": OLIVE,
        "y": PINK,
        "y_hat": PINK,
        "W_ax": SKY,
        "W_aa": PINE,
        "W_ya": PLUM,
        "b": GREY,
        "gradient": VERMILLION,
        "L": VERMILLION,
    }
)

#: For lines that stand for no symbol (three experiments in one plot), in this order.
CYCLE = (BLUE, VERMILLION, GREEN, PINK, OLIVE, SKY)


def colour_of(symbol: str) -> str:
    """Give the colour of a symbol such as "x", "y_hat" or "W_aa"; an unknown one raises and names those there are."""
    try:
        return SYMBOLS[symbol]
    except KeyError:
        raise KeyError(f"no colour for {symbol!r}; there are {', '.join(SYMBOLS)}") from None
