"""How well a colour is seen on a background, by the formula of WCAG 2.2."""

from matplotlib.colors import to_rgb

#: The backgrounds on which every colour of the course must be legible: paper, and JupyterLab's dark theme.
BACKGROUNDS = ("#ffffff", "#111111")


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour, 0 (black) to 1 (white)."""
    red, green, blue = (_linear(channel) for channel in to_rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: str, background: str) -> float:
    """Contrast ratio of two colours, 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((luminance(colour), luminance(background)))
    return (lighter + 0.05) / (darker + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
