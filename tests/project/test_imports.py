"""Who may import whom."""

from __future__ import annotations

import ast
import re
import subprocess
import sysconfig
from pathlib import Path

from tools import files


def test_the_packages_stand_on_each_other_as_designed(root: Path) -> None:
    """The contracts are in pyproject.toml."""
    command = Path(sysconfig.get_path("scripts"), "lint-imports")
    outcome = subprocess.run([command], cwd=root, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout


def test_the_engine_has_no_word_of_the_book() -> None:
    import livefig

    folder = Path(livefig.__file__).parent
    named = re.compile(r"\bL2\b|l2reg|l2book|ridge|weight.decay|pst-|bd-sidebar|sphinx.book", re.I)
    for path in [*folder.rglob("*.py"), *folder.rglob("*.js"), *folder.rglob("*.css")]:
        assert not named.search(path.read_text(encoding="utf-8")), path.name


def test_nothing_imports_the_tests_and_no_path_is_bent(root: Path) -> None:
    ours = [root / name for name in files.tracked(root) if name.endswith(".py")]
    for path in ours:
        text = path.read_text(encoding="utf-8")
        where = path.relative_to(root).as_posix()
        assert "sys.path.insert" not in text or where == Path(__file__).relative_to(root).as_posix()
        for node in ast.walk(ast.parse(text)):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if not where.startswith("tests/"):
                assert not any(name.split(".")[0] == "tests" for name in names), where
