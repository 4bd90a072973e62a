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

#: What questions say, and the page that lists a reader's answers.
QUESTION_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "check": "Check",
        "answer": "Answer",
        "folded": "The answer",
        "field": "Your answer",
        "across": "across",
        "up": "up",
        "place_help": "Tap the figure to put your mark there. Then drag it, move it with the arrow "
        "keys, or type its place here.",
        "mark": "Your guess: drag, or move with the arrow keys; Enter answers",
        "mark_name": "you",
        "truth_name": "answer",
        "truth_away": "answer, {distance} away",
        "skip": "Show me without guessing",
        "again": "Show it on the figure",
        "link": "Link to my guess",
        "name": "Name in the link (optional)",
        "compare": "Compare guesses",
        "links": "Links to guesses, one a line",
        "show": "Show these guesses",
        "clear": "Remove the guesses of others",
        "missing_choice": "Choose an answer first.",
        "missing_number": "Type a number first, such as 0.5.",
        "missing_place": "Put your mark on the figure first, inside its axes.",
        "right": "Right.",
        "wrong": "No.",
        "right_choice": "Right.",
        "wrong_choice": "Not quite. The answer is: {truth}",
        "right_number": "Right: you said {said}, and it is {truth}.",
        "wrong_number": "Not quite: you said {said}, and it is {truth}.",
        "right_place": "Right: at {state} the place is {truth}. "
        "Your mark {said} is {distance} away.",
        "wrong_place": "Not quite: at {state} the place is {truth}. "
        "Your mark {said} is {distance} away.",
        "skipped": "At {state} the place is {truth}.",
        "copied": "Link copied: it opens this page with your mark on the figure.",
        "not_copied": "Copy this link to your guess: {link}",
        "no_guess": "That is no link to a guess of this question, with a place inside the axes.",
        "guesses": "Guesses on the figure: {count}.",
        "away": "{guess}, {distance} away",
        "nameless": "Somebody",
        "recall": "You said: {said}",
        "done": "all questions answered",
        "listed_right": "right",
        "listed_wrong": "not right",
        "listed_skipped": "shown without a guess",
        "listed_open": "not answered yet",
        "listed_count": "{answered} of {count} answered, {right} right",
        "save_markdown": "Save as Markdown",
        "save_json": "Save as JSON",
        "forget": "Clear my answers",
        "forget_sure": "Clear all answers of this book in this browser? They cannot be restored.",
        "forget_yes": "Yes, clear them",
        "forget_no": "Keep them",
        "forgotten": "Your answers are cleared.",
        "no_script": "Your answers are kept by a script, and your browser runs none here.",
        "file": "my-answers",
        "title": "My answers",
    },
}
