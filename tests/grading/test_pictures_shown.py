"""Pictures are shown where a browser can bear them: what a file says of its size is read before it is passed on."""

import base64
import io
import struct

import numpy as np
import pytest
from matplotlib.figure import Figure

from autograder.grading.notebook.outputs import clean_data, clean_html
from autograder.grading.notebook.pictures import MOST_DRAWN, is_bearable, is_bearable_drawing


def png(height, width):
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + bytes(9)


def gif(height, width):
    return b"GIF89a" + struct.pack("<HH", width, height) + bytes(5)


def jpeg(height, width):
    small = b"\xff\xc4\0\4\0\0"
    return b"\xff\xd8" + small + b"\xff\xc2\0\x11\x08" + struct.pack(">HH", height, width) + bytes(9) + b"\xff\xda" * 9


def encoded(data):
    return base64.encodebytes(data).decode()


@pytest.mark.parametrize("make", [png, gif, jpeg])
def test_the_size_decides_whatever_the_picture_is_said_to_be(make):
    small, large = encoded(make(600, 800)), encoded(make(60_000, 60_000))
    assert clean_data({"image/png": small}) == {"image/png": small}
    for kind in ("image/png", "image/jpeg"):
        assert clean_data({kind: large}) == {}
    assert "src" not in clean_html(f'<img src="data:image/png;base64,{large}">')
    assert not is_bearable(encoded(make(0, 800)))


@pytest.mark.parametrize("other", [b"RIFF\1\2\3\4WEBPVP8X", b"BM1234", b"\0\0\1\0\1", b"\0\0\0 ftypavif", b"II*\0"])
def test_kinds_whose_size_is_not_read_are_left_out(other):
    assert not is_bearable(encoded(other + bytes(40)))


def figure(kind):
    figure = Figure()
    rows = figure.subplots(2)
    rows[0].plot(np.arange(300) % 7, "o", label="$x_1$")
    rows[1].imshow(np.eye(30))
    place = io.BytesIO()
    figure.savefig(place, format=kind)
    return place.getvalue()


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_figures_are_shown(kind):
    assert clean_data({f"image/{kind}": encoded(figure(kind))})


def test_a_drawing_is_shown_unless_it_repeats_itself_without_end():
    drawn = figure("svg").decode()
    assert clean_data({"image/svg+xml": drawn})
    levels = "".join(f"<g id='g{i}'>" + f"<use href='#g{i - 1}'/>" * 10 + "</g>" for i in range(1, 10))
    start = "<svg xmlns='http://www.w3.org/2000/svg'>"
    assert is_bearable_drawing(f"{start}<g id='g'><use href='#g'/></g></svg>")
    assert is_bearable_drawing(f"{start}{'<g/>' * 1000}</svg>")
    for bomb in (
        f"{start}{levels}<g id='g0'/></svg>",
        f"{start}{'<g/>' * MOST_DRAWN}</svg>",
        "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>",
        f"{start}<style>* {{ fill: url(#a) }}</style></svg>",
        f"{start}<image href='data:image/png;base64,{encoded(png(60_000, 60_000))}'/></svg>",
        f"{start}<image href='data:image/svg+xml;base64,AAAA'/></svg>",
        f"{start}<g>",
    ):
        assert not is_bearable_drawing(bomb)
        assert clean_data({"image/svg+xml": bomb}) == {}
        embedded = base64.b64encode(bomb.encode()).decode()
        assert "src" not in clean_html(f'<img src="data:image/svg+xml;base64,{embedded}">')
