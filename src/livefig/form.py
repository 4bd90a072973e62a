"""A question's element: a form that is complete before any script runs.

With no script, on paper and where the script fails, it is a plain question whose answer is folded
away. Its controls are disabled until ``web/question.js`` has come.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from livefig.words import unbroken

#: What the script says of a kind of question, and besides of a place; the rest is in the element.
SAID = "missing_{kind} right_{kind} wrong_{kind} recall lost"
PLACE_SAID = (
    "skipped released skip answer mark mark_name truth_name truth_away copied not_copied no_guess "
    "guesses left_out away nameless"
)


def told(
    state: Mapping[str, Any], words: Mapping[str, str], texts: Mapping[str, str]
) -> dict[str, Any]:
    """Return a question's state with what its script says, in these words.

    Parameters
    ----------
    state : The state, with the author's own words.
    words : What all questions say in a language.
    texts : The author's words in that language; what is missing stays as it is.
    """
    own = ("question", "answers", "reasons", "explanation", "unit", "axes")
    kind = state["kind"]
    names = f"{SAID} {PLACE_SAID}" if kind == "place" else SAID

    def say(value: str | list[str]) -> str | list[str]:
        return texts.get(value, value) if isinstance(value, str) else [say(v) for v in value]

    return {
        **{name: say(value) if name in own else value for name, value in state.items()},
        "words": {name: words[name] for name in names.format(kind=kind).split()},
    }


def html(state: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """Return a question's element."""
    own = {"choice": _choice, "number": _number, "place": _place}[state["kind"]]
    body, answer = own(state, words)
    name = state["id"]
    return (
        f'<form class="live-question" id="{name}" data-kind="{state["kind"]}" novalidate '
        f'autocomplete="off"><fieldset><legend>{_said(state["question"])}</legend>'
        f'{body}<details class="live-folded"><summary>{words["folded"]}</summary>{answer}'
        f'</details></div><p class="live-verdict" role="status" tabindex="-1"></p>'
        f"{_after(state, words)}</fieldset></form>"
    )


def shown(value: float) -> str:
    """Return a number as a reader reads it, to four digits."""
    return f"{value:.4g}".replace("-", "−")


def _said(text: str) -> str:
    return escape(unbroken(text))


def _button(words: Mapping[str, str], kind: str = "check") -> str:
    return f'<button type="submit" disabled>{words[kind]}</button>'


def _choice(state: Mapping[str, Any], words: Mapping[str, str]) -> tuple[str, str]:
    options, reasons = [], []
    for i, (text, reason) in enumerate(zip(state["answers"], state["reasons"], strict=True)):
        right = i == state["truth"]
        verdict = words["right" if right else "wrong"]
        options.append(
            f'<div class="live-option" data-right="{str(right).lower()}"><label>'
            f'<input type="radio" name="answer" value="{i}" disabled> <span>{_said(text)}</span>'
            f'</label><p class="live-reason" hidden><strong>{verdict}</strong> '
            f"{_said(reason)}</p></div>"
        )
        reasons.append(f"<li>{_said(text)} <strong>{verdict}</strong> {_said(reason)}</li>")
    body = f'{"".join(options)}<div class="live-do"><p class="live-send">{_button(words)}</p>'
    return body, f"<ul>{''.join(reasons)}</ul>"


def _number(state: Mapping[str, Any], words: Mapping[str, str]) -> tuple[str, str]:
    unit = f" {escape(state['unit'])}" if state["unit"] else ""
    body = (
        f'<div class="live-do"><p class="live-send"><label>{words["field"]} <input type="text" '
        f'inputmode="decimal" name="answer" size="8" maxlength="40" disabled>{unit}</label> '
        f"{_button(words)}</p>"
    )
    truth = f"{shown(state['truth'])}{unit}."
    return body, f"<p>{truth} {_said(state['explanation'])}</p>"


def _place(state: Mapping[str, Any], words: Mapping[str, str]) -> tuple[str, str]:
    names = state["axes"] or [words["across"], words["up"]]
    fields = " ".join(
        f'<label>{escape(name)} <input type="text" inputmode="decimal" name="{axis}" size="6" '
        f'maxlength="40" disabled></label>'
        for axis, name in zip("xy"[: len(names)], names, strict=True)
    )
    if len(names) == 1:
        fields += f' <input type="hidden" name="y" value="{state["truth"][1]}">'
    body = (
        f'<div class="live-do"><div class="live-send"><p>{words["place_help"]}</p>'
        f'<p class="live-row">{fields} {_button(words, "answer")} '
        f'<button type="button" class="live-skip" disabled>{words["skip"]}</button></p></div>'
    )
    place = ", ".join(map(shown, state["truth"][: len(names)]))
    truth = f"({place})" if len(names) > 1 else place
    told = words["skipped"].format(state=state["state"], truth=truth)
    return body, f"<p>{_said(told)} {_said(state['explanation'])}</p>"


def _after(state: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """Return what an answer brings to light, and what a group needs."""
    if state["kind"] == "choice":
        return ""
    reason = f'<p class="live-reason" hidden>{_said(state["explanation"])}</p>'
    if state["kind"] == "number":
        return reason
    return (
        f'{reason}<p class="live-row live-again" hidden><button type="button" name="again">'
        f'{words["again"]}</button></p><details class="live-compare"><summary>{words["compare"]}'
        f'</summary><p class="live-row"><label>{words["name"]} <input type="text" name="who" '
        f'maxlength="20" size="12" disabled></label> <button type="button" name="link" disabled>'
        f'{words["link"]}</button></p><p><label>{words["links"]}<textarea name="links" rows="3" '
        f'maxlength="20000" disabled></textarea></label></p><p class="live-row">'
        f'<button type="button" name="show" disabled>{words["show"]}</button> '
        f'<button type="button" name="clear" disabled>{words["clear"]}</button></p>'
        f'<p class="live-told" role="status"></p><ul class="live-group"></ul></details>'
    )
