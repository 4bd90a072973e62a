"""Who may import whom."""

from __future__ import annotations

import re
import sysconfig
from pathlib import Path

import livefig
from tests.project.make import ran


def test_the_packages_stand_on_each_other_as_designed(root: Path) -> None:
    """The contracts are in pyproject.toml."""
    outcome = ran(Path(sysconfig.get_path("scripts"), "lint-imports"), folder=root)
    assert outcome.returncode == 0, outcome.stdout


def test_the_engine_has_no_word_of_the_book() -> None:
    folder = Path(livefig.__file__).parent
    named = re.compile(r"\bL2\b|l2reg|l2book|ridge|weight.decay|pst-|bd-sidebar|sphinx.book", re.I)
    for path in [*folder.rglob("*.py"), *folder.rglob("*.js"), *folder.rglob("*.css")]:
        assert not named.search(path.read_text(encoding="utf-8")), path.name
