"""Short animations that live in the page: frames of SVG, a short script, and a still picture where no script runs."""

import json
import math
from collections.abc import Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

from matplotlib.figure import Figure

from figures import backward, forward
from figures.page import display, in_ipython, png_twin, require_words, text_twin, wrap
from figures.svg import frames_svg
from figures.unrolled import unrolled


def animate(
    frames: Sequence[Figure],
    *,
    caption: str,
    alt: str,
    labels: Sequence[str] = (),
    still: int = -1,
    seconds: float = 0.7,
    slider: str = "Moment of the animation",
) -> None:
    """Show figures of one size one after the other, with a button to pause and a slider to go to any of them.

    It plays once when it comes into view, and not by itself for readers who prefer less motion. Where scripts do not
    run it is the still picture.

    Args:
        frames: the pictures in order.
        caption: what to see in it.
        alt: what the animation shows, in words.
        labels: a few words for each frame, shown beside the slider.
        still: the frame that stands for the whole.
        seconds: how long each frame stays.
        slider: what the slider sets, for readers who hear the page: the moment, or a number such as a spectral radius.
    """
    require_words(caption, alt)
    if in_ipython():
        options: dict[str, Any] = {"labels": labels, "still": still, "seconds": seconds, "slider": slider}
        html = animation_html(frames, caption=caption, alt=alt, **options)
        display(html, text_twin(caption, alt))


def animation_html(
    frames: Sequence[Figure],
    *,
    caption: str,
    alt: str,
    labels: Sequence[str] = (),
    still: int = -1,
    seconds: float = 0.7,
    slider: str = "Moment of the animation",
) -> str:
    """Give the HTML that `animate` displays."""
    picture = frames_svg(frames, alt, still)
    name = "animation-" + sha256(picture.encode()).hexdigest()[:8]
    player = Template((files("figures") / "player.html").read_text(encoding="utf-8")).substitute(
        id=name,
        labels=_script(list(labels)),
        still=range(len(frames))[still],
        pause=round(1000 * seconds),
        slider=escape(slider),
    )
    return wrap(picture + png_twin(frames[still], alt) + player, caption, name=name)


def forward_frames(steps: int = 4, **options: Any) -> list[Figure]:
    """Draw an unrolled network at each moment of the forward run: input, state, prediction, step by step."""
    return [unrolled(steps, forward=moment, **options) for moment in forward_moments(steps)]


def backward_frames(steps: int = 4, **options: Any) -> list[Figure]:
    """Draw the same network at each moment of the way back: the losses, then one step after the other from the last."""
    return [unrolled(steps, backward=moment, **options) for moment in backward_moments(steps)]


def forward_labels(steps: int = 4) -> list[str]:
    """Say what happens in each of `forward_frames`."""
    words = ("the input arrives", "the state changes", "the prediction leaves")
    return ["before the first step"] + [f"t = {step}: {word}" for step in range(1, steps + 1) for word in words]


def backward_labels(steps: int = 4) -> list[str]:
    """Say what happens in each of `backward_frames`."""
    words = ("from the prediction to the activation", "from the activation to the one before")
    return ["the losses"] + [f"t = {step}: {word}" for step in range(steps, 0, -1) for word in words]


def forward_moments(steps: int) -> list[float]:
    """Give the times at which something lights up on the way forward."""
    parts = (forward.INPUT_PART, forward.STATE_PART, forward.OUTPUT_PART)
    return [0.0] + [step + part for step in range(steps) for part in parts]


def backward_moments(steps: int) -> list[float]:
    """Give the times at which something lights up on the way back, from just before it leaves the losses."""
    parts = (backward.STATE_PART, backward.PAST_PART)
    return [math.ulp(1.0)] + [step + part for step in range(steps) for part in parts]


def _script(value: list[str]) -> str:
    """Write a value for a script inside HTML, where `</script>` must not occur."""
    return json.dumps(value).replace("<", "\\u003c")
