"""The chapters on the front page: a card each, with a small drawing of one of its figures."""

import re
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from l2book import catalogues
from l2book.figures import all_figures
from l2book.sphinx.written import when_written
from livefig.hosts.export import picture

#: Below _static: a drawing for each card.
FOLDER = "cards"
_LINE = re.compile(r"(?P<page>\S+) \| (?P<figure>\w+)(?: (?P<panel>\w+))? \| (?P<words>.+)")


class card_list(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """The cards, each a dictionary of page, figure, panel and words."""


class ChapterCards(SphinxDirective):
    """``{chapter-cards}``: a card for each line ``PAGE | FIGURE PANEL | WORDS`` of its body."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Read the lines; a page or a figure that is not there stops the build."""
        cards = []
        for line in self.content:
            found = _LINE.fullmatch(line.strip())
            if not found:
                raise self.error(f"a card must read PAGE | FIGURE PANEL | WORDS, not {line!r}")
            if found["page"] not in self.env.found_docs:
                raise self.error(f"there is no page {found['page']!r}")
            if found["figure"] not in all_figures():
                raise self.error(f"there is no figure {found['figure']!r}")
            card = found.groupdict()
            ours = catalogues.read(self.env.docname, self.config.language)
            card["words"] = ours.get(card["words"], card["words"])
            cards.append(card)
        return [card_list("", cards=cards)]


def _visit(self: Any, node: card_list) -> None:
    builder = self.builder
    for number, card in enumerate(node["cards"], start=1):
        title = builder.env.titles[card["page"]].astext()
        address = builder.get_relative_uri(builder.current_docname, card["page"])
        drawing = builder.get_relative_uri(builder.current_docname, "index").removesuffix(
            "index.html"
        )
        image = f"{drawing}_static/{FOLDER}/{card['figure']}-{card['panel'] or 'all'}.svg"
        self.body.append(
            ('<div class="cards">\n' if number == 1 else "")
            + f'<a class="card" href="{escape(address)}"><img src="{image}" alt="">'
            f"<strong>{number}. {escape(title)}</strong> <span>{escape(card['words'])}</span></a>\n"
        )
    self.body.append("</div>\n")
    raise nodes.SkipNode


def _draw(app: Sphinx) -> None:
    """Write the cards' drawings."""
    folder = Path(app.outdir, "_static", FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    figures = all_figures()
    for name in app.env.found_docs:
        for node in app.env.get_doctree(name).findall(card_list):
            for card in node["cards"]:
                panels = [card["panel"]] if card["panel"] else []
                svg = picture(figures[card["figure"]](), panels)
                path = folder / f"{card['figure']}-{card['panel'] or 'all'}.svg"
                path.write_text(svg, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_node(card_list, html=(_visit, None))
    app.add_directive("chapter-cards", ChapterCards)
    when_written(app, _draw)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
