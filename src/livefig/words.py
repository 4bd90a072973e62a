"""The words that every live figure shares, one table a language.

What belongs to one figure stands in that figure's own ``words``, by the same language codes.
"""

COMMON_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "reset": "Reset",
        "play": "Play",
        "pause": "Pause",
        "step": "One step",
        "link": "Link to this state",
        "exact": "Exact values",
        "drag": "drag",
        "type": "Type a number",
        "typed": "{symbol} takes a number from {minimum} to {maximum}, not {value}: "
        "the figure stays as it was.",
        "save": "Save …",
        "picture": "Picture (SVG)",
        "numbers": "Numbers (CSV)",
        "embed": "Copy code to embed",
        "copied_embed": "Copied the code that puts this figure into another page: {call}",
        "not_copied_embed": "This code puts the figure into another page: {call}",
        "undock": "Do not follow",
        "enlarge": "Enlarge",
        "reduce": "Back to the page",
        "enlarge_keys": "Key F enlarges the figure, Escape returns",
        "copied": "Link copied: it opens this page with the figure as you see it.",
        "not_copied": "Copy the address of this page: it now holds the figure as you see it.",
        "call": "Copy as Python",
        "copied_call": "Copied the Python that makes the figure as you see it: {call}",
        "not_copied_call": "This Python makes the figure as you see it: {call}",
        "refused": "{name} must be a number in [{minimum}, {maximum}], not {value}: "
        "the figure stays as it was.",
        "refused_switch": "{name} must be True or False, not {value}: the figure stays as it was.",
        "handle": "{name}: drag, or move with the arrow keys",
        "failed": "The sliders could not start. The still picture above is complete.",
    },
}
