"""What the data sets raise on purpose."""


class DataMissing(Exception):
    """A package that brings a data set is not installed; the message says what to do."""

    def _render_traceback_(self) -> list[str]:
        # IPython asks an exception for its own traceback by this name: the message is all that helps here.
        return [str(self)]
