"""The tool that reports mutation: what it changes, and its page."""

from __future__ import annotations

from pathlib import Path

from tools import mutants


def test_undecorated_means_the_same() -> None:
    """By itself mutmut leaves out what is decorated."""
    source = """
def twice(f):
    return lambda *a: 2 * f(*a)
@twice  # why
@twice
def g(x):
    return x
class A:
    @property

    def b(self):
        return self.c(1)

    @staticmethod
    def c(x):
        return x + 1
"""
    before, after = {}, {}
    exec(source, before)
    exec(mutants.undecorated(source), after)
    assert "@" not in mutants.undecorated(source)
    assert before["g"](3) == after["g"](3) == 12
    assert before["A"]().b == after["A"]().b == 2


def test_the_maths_and_every_figure_are_changed(root: Path) -> None:
    found = mutants.modules()
    assert {"l2reg/solution.py", "l2book/figures/maths.py", "l2book/figures/adam.py"} <= set(found)
    assert all((root / "src" / module).is_file() for module in found)


def test_the_page_counts_all_and_shows_what_survives() -> None:
    diff = "--- a.py\n+++ a.py\n@@ -1,2 +1,2 @@\n def f():\n-    return a + b\n+    return a - b\n"
    records = [("m.py", f"f_{i}", "killed", "") for i in range(6)]
    records += [("m.py", "f_7", "timeout", ""), ("m.py", "f_8", "survived", diff)]
    page = mutants.report(records, {"return a - b": "Equal, since b is 0."})
    assert "| `m.py` | 8 | 7 | 1 | 87.5 |" in page
    assert "-    return a + b\n+    return a - b\n```\nEqual, since b is 0." in page
