"""The words that every live figure shares, one table a language.

What belongs to one figure stands in that figure's own ``words``, by the same language codes.
"""

COMMON_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "reset": "Reset",
        "link": "Link to this state",
        "enlarge": "Enlarge",
        "reduce": "Back to the page",
        "enlarge_keys": "Key F enlarges the figure, Escape returns",
        "copied": "Link copied: it opens this page with the figure as you see it.",
        "not_copied": "Copy the address of this page: it now holds the figure as you see it.",
        "handle": "{name}: drag, or move with the arrow keys",
        "failed": "The sliders could not start. The still picture above is complete.",
    },
}
