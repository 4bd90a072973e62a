"""A second language over the same sources.

Sphinx's own translation does the prose of a page, its headings, tables and titles, from catalogues
that `l2book.catalogues` compiles. Here is what it leaves in English: equations with words, the
captions of _toc.yml, alternative texts, questions, what checks printed, the theme's own words. And
here is the way from each page to the same page in another language.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import translators
from sphinx.transforms import SphinxTransform

from l2book import catalogues
from l2book.sphinx.particles import HoldParticles, KeepFormulas
from l2book.sphinx.search_ko import SearchKorean
from l2book.sphinx.written import rewrite, when_written
from l2book.words import FIRST, LANGUAGES, check_line, words
from livefig.hosts.questions import in_language, live_question
from livefig.words import held

#: The branch on which publishing puts the notebooks of the other languages, each in a folder.
BRANCH = "translations"
#: What the theme's templates say in English whatever the language, among much else.
_SAID = re.compile(r'\b(title|aria-label|placeholder)="([^"]+)"')
#: What the copy button of a cell says, by its names.
_COPY = {
    "copy": "Copy",
    "copy_to_clipboard": "Copy to clipboard",
    "copy_success": "Copied!",
    "copy_failure": "Failed to copy",
}


def messages(app: Sphinx, page: str) -> Mapping[str, str]:
    """Return the messages of a page in the language of this build: none, in that of the sources."""
    language = app.config.language
    return {} if language == FIRST else catalogues.read(page, language)


# --- Settings -----------------------------------------------------------------------------------


def _settings(app: Sphinx, config: Config) -> None:
    """Set what differs by language: the title, the words on folds, and where notebooks run."""
    language, said = config.language, words(config.language)
    config.nb_code_prompt_show = said["solution_show"]
    config.nb_code_prompt_hide = said["solution_hide"]
    if language == FIRST:
        return
    config.html_title = said["title"]
    options = dict(config.html_theme_options)
    buttons = dict(options.get("launch_buttons", {}))
    if "jupyterlite_url" in buttons:
        buttons["jupyterlite_url"] = f"../{buttons['jupyterlite_url']}"
    options |= {"repository_branch": BRANCH, "path_to_docs": language, "launch_buttons": buttons}
    config.html_theme_options = options


def _theme_words(app: Sphinx) -> None:
    """Put our words over the theme's, which loads its own first."""
    if app.config.language != FIRST:
        theme = translators.get(("general", "booktheme"))
        ours = catalogues.read(catalogues.SPHINX, app.config.language)
        if theme is not None and hasattr(theme, "_catalog"):
            theme._catalog.update(ours)


# --- What Sphinx's translation passes over --------------------------------------------------------


class WordsInEquations(SphinxTransform):
    """Displayed equations with words.

    Sphinx's own transform (20) takes a translated equation for reStructuredText and leaves ``::``.
    """

    default_priority = 15

    def apply(self, **kwargs: Any) -> None:
        """Replace the equations that the page's catalogue has."""
        ours = messages(self.app, self.env.docname)
        for node in self.document.findall(nodes.math_block):
            if new := ours.get(node.astext().strip()):
                node.children = [nodes.Text(new)]
                node.rawsource = new


class OtherWords(SphinxTransform):
    """Captions of the contents, alternative texts, and words on folds."""

    default_priority = 101  # when the contents are in place (100)

    def apply(self, **kwargs: Any) -> None:
        """Replace what the page's catalogue has."""
        page = self.env.docname
        if self.config.language == FIRST:
            return
        self.env.note_dependency(str(catalogues.path(page, self.config.language)))
        ours = messages(self.app, page)
        for node in self.document.findall(nodes.raw):
            if new := ours.get(node.astext().strip("\n")):
                node.replace_self(nodes.raw("", new, format=node["format"]))
        for node in self.document.findall(nodes.emphasis):
            if node.astext().isascii():  # a title, which stays in italics
                node["classes"].append("latin")
        for node in self.document.findall(nodes.image):
            node["alt"] = ours.get(node.get("alt", ""), node.get("alt", ""))
        for node in self.document.findall(addnodes.toctree):
            node["caption"] = ours.get(node.get("caption"), node.get("caption"))
        for node in self.document.findall(nodes.container):
            for key in ("prompt_show", "prompt_hide"):
                if key in node:
                    node[key] = ours.get(node[key], node[key])


def _printed(app: Sphinx, doctree: nodes.document) -> None:
    """Say the lines of checks in the page's language, once they have been read."""
    language = app.config.language
    if language == FIRST:
        return
    ours = messages(app, app.env.docname)
    for block in doctree.findall(nodes.literal_block):
        if "output" in block["classes"] and "✓ eq-" in block.astext():
            said = "\n".join(_line(line, ours, language) for line in block.astext().split("\n"))
            block.children = [nodes.Text(said)]
            block.rawsource = said


def _questions(app: Sphinx, doctree: nodes.document) -> None:
    """Ask the page's questions in its language."""
    if app.config.language != FIRST:
        ours = {m: held(string) for m, string in messages(app, app.env.docname).items()}
        for node in doctree.findall(live_question):
            in_language(node, app.config.language, ours)


def _line(line: str, ours: Mapping[str, str], language: str) -> str:
    if line.startswith("  ✗ "):
        mistake, found, off = line[4:].partition(": differs by ")
        line = f"  ✗ {ours.get(mistake, mistake)}{found}{off}"
    return check_line(line, language)


# --- From one language to another -----------------------------------------------------------------


def _ways(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Let a page's template know where the page is in each language."""
    own = app.config.language
    up = "../" * (pagename.count("/") + (own != FIRST))
    built = app.config.book_languages
    context["languages"] = [
        {
            "code": code,
            "name": LANGUAGES[code],
            "tooltip": words(code)["this_page"],
            "address": f"{up}{'' if code == FIRST else f'{code}/'}{pagename}.html",
            "own": code == own,
        }
        for code in built
        if len(built) > 1
    ]
    if pagename == app.config.root_doc and "body" in context:
        offers = "".join(map(_offer, context["languages"]))
        context["body"] = offers + context["body"]


def _offer(way: Mapping[str, Any]) -> str:
    """Return the line that offers another language to who prefers it; a script shows it once."""
    if way["own"]:
        return ""
    said = words(way["code"])
    link = f'<a href="{escape(way["address"])}" hreflang="{way["code"]}">{way["name"]}</a>'
    return (
        f'<p class="language-offer" lang="{way["code"]}" data-language="{way["code"]}" hidden>'
        f'{said["offer"]} {link} <button type="button">{said["offer_close"]}</button></p>\n'
    )


def _translate_site(app: Sphinx) -> None:
    """Say in our words what the theme's templates and scripts say, and give our notebooks away."""
    static = Path(app.outdir, "_static")
    _no_code_from_text(static / "doctools.js")
    if app.config.language == FIRST:
        return
    ours = catalogues.read(catalogues.SPHINX, app.config.language)
    frame = {message: escape(string) for message, string in ours.items()}

    def say(found: re.Match[str]) -> str:
        return f'{found[1]}="{frame.get(found[2], found[2])}"'

    rewrite(app, lambda page: _SAID.sub(say, page))
    # Sphinx's own file has a formula for plurals that the page evaluates, which a page's policy
    # forbids.
    said = json.dumps(ours, ensure_ascii=False)
    (static / "translations.js").write_text(
        f"Object.assign(Documentation.TRANSLATIONS, {said});\n", encoding="utf-8"
    )
    script, head = static / "copybutton.js", "const messages = {\n"
    said = json.dumps({k: ours.get(v, v) for k, v in _COPY.items()}, ensure_ascii=False)
    text = script.read_text(encoding="utf-8")
    script.write_text(
        text.replace(head, f"{head}  '{app.config.language}': {said},\n"), encoding="utf-8"
    )
    for notebook in Path(app.config.book_notebooks).glob("*.ipynb"):
        target = Path(app.outdir, "_sources/notebooks", notebook.name)
        if target.is_file():
            target.write_bytes(notebook.read_bytes())


def _no_code_from_text(script: Path) -> None:
    """Give Sphinx's script the plural of a language as code: the pages' policy allows no other."""
    text = script.read_text(encoding="utf-8")
    made = re.sub(r"new Function\([^;]*\);", "() => 0; // Korean has one form", text)
    script.write_text(made, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    built = os.environ.get("BOOK_LANGUAGES", FIRST).split()
    app.add_config_value("book_languages", built, "html")
    app.add_config_value("book_notebooks", "", "")
    app.add_config_value("book_site", "", "")
    app.add_search_language(SearchKorean)
    app.add_transform(WordsInEquations)
    app.add_transform(OtherWords)
    app.add_post_transform(KeepFormulas)
    app.add_post_transform(HoldParticles)
    app.connect("config-inited", _settings, priority=400)
    app.connect("builder-inited", _theme_words)
    app.connect("doctree-read", _questions, priority=350)  # before they are collected
    app.connect("doctree-read", _printed, priority=900)
    # Before the theme looks which of its templates are empty (500).
    app.connect("html-page-context", _ways, priority=400)
    when_written(app, _translate_site)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
