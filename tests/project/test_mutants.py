"""The tool that reports mutation: its mutants, its verdicts, its report."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.mutants import javascript, python, report

ONE = {"function": "f", "before": "return a + b", "after": "return a - b"}
KEY = ("penalty", "f", "return a + b", "return a - b")


def test_a_survivor_without_a_reason_is_flagged() -> None:
    results = {"penalty": [{**ONE, "status": "survived"}, {**ONE, "status": "killed"}]}
    assert report.unexplained(results, {}) == [KEY]
    assert report.UNEXPLAINED in report.text(results, {}, ["penalty"])
    assert report.unexplained(results, {KEY: "equal"}) == []
    assert report.UNEXPLAINED not in report.text(results, {KEY: "equal"}, ["penalty"])


def test_percentages_are_of_the_mutants_that_were_run() -> None:
    statuses = ["killed"] * 6 + ["timeout", "survived", "no tests", "not checked"]
    assert report.share([{**ONE, "status": s} for s in statuses]) == (
        *(10, 9, 6, 1, 2),
        pytest.approx(100 * 7 / 9),
    )


def test_reasons_are_read_by_their_mutant(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "reasons.toml"
    entry = (
        '[[accepted]]\nmodule = "penalty"\nfunction = "f"\nwhy = "equal"\nmutants = [["a", "b"]]\n'
    )
    path.write_text(entry, encoding="utf-8")
    assert report.explanations(path) == {("penalty", "f", "a", "b"): "equal"}
    for bad in (entry * 2, entry.replace('"equal"', '" "')):
        path.write_text(bad, encoding="utf-8")
        with pytest.raises(ValueError, match=r"reasons\.toml"):
            report.explanations(path)
    assert report.explanations(root / "benchmarks/mutation.toml")


def test_names_and_changes_of_mutmut() -> None:
    assert python.function("l2reg.objective.xǁQuadraticǁvalue__mutmut_2") == "Quadratic.value"
    assert python.function("l2reg.checks.x__is_zero__mutmut_11") == "_is_zero"
    diff = "--- a.py\n+++ a.py\n@@ -1,2 +1,2 @@\n def f():\n-    return a + b\n+    return a - b\n"
    assert python.changed(diff) == ("return a + b", "return a - b")


def test_mutants_of_live_js_are_what_they_say() -> None:
    """Where `make mutants` has installed its parser; it is not among what the book needs."""
    installed = Path(__file__).resolve().parent.parent.parent / ".venv-mutants"
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(installed))
        pytest.importorskip("tree_sitter_javascript", reason="run `make mutants` once")
        source = "const f = (a) => (a < 1 ? Math.min(a, 2) : -a);\nexport const updates = {};\n"
        found = javascript.mutants(source.encode())
        texts = {mutant.applied(source.encode()).decode().splitlines()[0] for mutant in found}
    whole = "const f = (a) => (a < 1 ? Math.min(a, 2) : -a);"
    assert texts == {
        whole.replace(before, after)
        for before, after in [
            ("a < 1", "a <= 1"),
            ("a < 1", "a >= 1"),
            ("a < 1", "true"),
            ("a < 1", "false"),
            ("a < 1", "a < 2.0"),
            ("a, 2)", "a, 3.0)"),
            ("min", "max"),
            ("-a", " a"),
        ]
    }
    assert {mutant.function for mutant in found} == {"f"}
