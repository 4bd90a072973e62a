"""Scripts and styles as a browser reads them: with short names, and no comments."""

import minify

#: What browsers of three years ago read.
minify.config({"js-version": 2021})


def script(text: str) -> str:
    """Return a script that does the same in fewer bytes."""
    return minify.string("application/javascript", text)


def style(text: str) -> str:
    """Return a style sheet that says the same in fewer bytes."""
    return minify.string("text/css", text)
