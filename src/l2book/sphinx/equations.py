"""The page that lists every numbered equation, each with what its check printed when it ran.

The ``derivation`` directive lists the equations of the notebooks it is given, in order, each linked
to its place. Nothing on that page is typed by hand. An equation whose check did not run, or refutes
no mistake, is a warning, so that the book does not build.
"""

import re
from typing import Any

import nbformat
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from l2book import catalogues
from l2book.sphinx.checks import Check, passed_checks

logger = logging.getLogger(__name__)


class derivation(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """Stands where the list of equations goes until every page has been read."""


class DerivationDirective(SphinxDirective):
    """``{derivation}``: the numbered equations of the notebooks named in its body, in order."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Give every page a section, with its title, and leave a place in it for its equations."""
        pages = [line.strip() for line in self.content if line.strip()]
        missing = [page for page in pages if page not in self.env.found_docs]
        if missing or not pages:
            raise self.error(f"derivation must name pages of the book, not {missing or 'nothing'}")
        return [self._section(page) for page in pages]

    def _section(self, page: str) -> nodes.section:
        # From the source: another page's title is known only when every page has been read, and
        # the contents of this one are made before.
        source = self.env.doc2path(page)
        self.env.note_dependency(source)
        cells = nbformat.read(source, as_version=4).cells
        text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
        title = re.search(r"^# (.+)$", text, re.M)[1]
        shown = catalogues.read(page, self.config.language).get(title, title)
        section = nodes.section("", nodes.title(shown, shown), derivation(page=page))
        section["names"] = [nodes.fully_normalize_name(title)]  # one place in every language
        self.state.document.note_implicit_target(section, section)
        return section


class ListEquations(SphinxPostTransform):
    """Fills the place, before references are resolved."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Replace each ``derivation`` node by its equations."""
        for node in list(self.document.findall(derivation)):
            page, title = node["page"], node.parent.next_node(nodes.title)
            link = self._reference(page, "doc", "std", nodes.inline("", title.astext()))
            title.replace_self(nodes.title(title.rawsource, "", link))
            node.replace_self(self._equations(page))

    def _equations(self, page: str) -> list[nodes.Node]:
        checks = passed_checks(self.env).get(page, {})
        parts: list[nodes.Node] = []
        for block in self.env.get_doctree(page).findall(nodes.math_block):
            label = block.get("label")
            if not label:
                continue
            check = checks.get(label)
            if not check:
                logger.warning("no check of %s ran in %s", label, page, location=page)
            elif not (check.mistakes or check.definition):
                logger.warning("the check of %s refutes no mistake", label, location=page)
            parts += self._equation(block, label, check)
        return parts

    def _equation(
        self, block: nodes.math_block, label: str, check: Check | None
    ) -> list[nodes.Node]:
        unnumbered = {"nowrap": block["nowrap"], "label": None, "number": None}
        formula = nodes.math_block(block.rawsource, block.astext(), **unnumbered)
        number = self._reference(label, "eq", "math", nodes.literal("", label, classes=["eq"]))
        said = f"✓ {check.summary(self.config.language)}" if check else "✗"
        badge = nodes.inline("", said, classes=["check-badge"])
        line = nodes.paragraph("", "", number, nodes.Text(" "), badge, classes=["derivation-line"])
        return [nodes.container("", formula, line, classes=["derivation-step"])]

    def _reference(self, target: str, kind: str, domain: str, text: nodes.Node) -> nodes.Node:
        return addnodes.pending_xref(
            "",
            text,
            reftype=kind,
            refdomain=domain,
            reftarget=f"/{target}" if kind == "doc" else target,
            refexplicit=False,
            refwarn=True,
            refdoc=self.env.docname,
        )


def _rewrite(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Write the list again whenever any page was read again."""
    return [
        name
        for name in env.found_docs
        if any(True for _ in env.get_doctree(name).findall(derivation))
    ]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_node(derivation)
    app.add_directive("derivation", DerivationDirective)
    app.add_post_transform(ListEquations)
    app.connect("env-updated", _rewrite)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
