"""The tool that reports mutation: what it changes."""

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
