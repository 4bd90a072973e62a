"""The tool that reports mutation: its mutants, its verdicts, its report."""

from __future__ import annotations

import ast
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tools.mutants import javascript, python, report
from tools.mutants.__main__ import MODULES, write

ONE = {"function": "f", "before": "return a + b", "after": "return a - b"}
KEY = ("penalty", "f", "return a + b", "return a - b")


def test_what_is_decorated_has_mutants_too(root: Path) -> None:
    """By itself mutmut leaves it out: its copy has no decorators, the report has each row."""
    text = (root / "benchmarks/mutation.md").read_text(encoding="utf-8")
    results, decorated = report.read(text), []
    for module in python.MODULES:
        source = (root / f"src/l2reg/{module}.py").read_text(encoding="utf-8")
        told = {record["function"] for record in results[module]}
        for outer in ast.walk(ast.parse(source)):
            if not isinstance(outer, ast.Module | ast.ClassDef):
                continue
            prefix = f"{outer.name}." if isinstance(outer, ast.ClassDef) else ""
            for node in outer.body:
                if isinstance(node, ast.FunctionDef) and node.decorator_list:
                    decorated.append(prefix + node.name)
                    assert decorated[-1] in told
        left = ast.walk(ast.parse(python.undecorated(source)))
        assert not any(isinstance(n, ast.FunctionDef) and n.decorator_list for n in left)
    assert {"Quadratic.gradient", "no_overflow"} < set(decorated)


def test_undecorated_means_the_same() -> None:
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
    exec(python.undecorated(source), after)
    assert "@" not in python.undecorated(source)
    assert before["g"](3) == after["g"](3) == 12
    assert before["A"]().b == after["A"]().b == 2


def test_a_survivor_without_a_reason_is_flagged() -> None:
    results = {"penalty": [{**ONE, "status": "survived"}, {**ONE, "status": "killed"}]}
    assert report.unexplained(results, {}) == [KEY]
    assert report.UNEXPLAINED in report.text(results, {}, ["penalty"])
    assert report.unexplained(results, {KEY: "equal"}) == []
    assert report.UNEXPLAINED not in report.text(results, {KEY: "equal"}, ["penalty"])


def test_percentages_are_of_all_mutants() -> None:
    statuses = ["killed"] * 6 + ["timeout", "survived", "no tests", "not checked"]
    records = [{**ONE, "status": s} for s in statuses]
    assert report.share(records) == (10, 6, 1, 3, pytest.approx(70))
    assert report.unrun(records) == 1


def found(*statuses: str, function: str = "f") -> list[report.Record]:
    return [{**ONE, "function": function, "status": status} for status in statuses]


def test_the_report_can_be_read_again(root: Path) -> None:
    """Two mutants with the same change are shown once; one may only add or take away a line."""
    alone = [{**ONE, "function": "A.g", "before": "", "status": "no tests"}]
    results = {
        "penalty": found("killed", "survived", "survived", "timeout") + alone,
        "live.js": found("killed", "killed", function="updates.a"),
    }
    text = report.text(results, {KEY: "equal"}, ["penalty"])
    again = report.read(text)
    assert report.text(again, {KEY: "equal"}, ["penalty"]) == text
    assert report.alive(again) == report.alive(results)
    with pytest.raises(ValueError, match="no survivor of penalty: f"):
        report.read(text.replace("### `penalty`: `f`", "### `penalty`: `h`"))
    with pytest.raises(ValueError, match="does not add up: penalty: f"):
        report.read(text.replace("| `f` | 4 |", "| `f` | 5 |"))
    committed = (root / "benchmarks/mutation.md").read_text(encoding="utf-8")
    reasons = report.explanations(root / "benchmarks/mutation.toml")
    assert set(report.read(committed)) == set(MODULES)
    assert report.text(report.read(committed), reasons, python.MODULES) == committed


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A report of every module, each with one mutant killed, and no reasons."""
    report_file, reasons = tmp_path / "report.md", tmp_path / "reasons.toml"
    whole = {module: found("killed") for module in MODULES}
    report_file.write_text(report.text(whole, {}, python.MODULES), encoding="utf-8")
    reasons.write_text("", encoding="utf-8")
    return report_file, reasons


def test_a_run_of_some_modules_leaves_the_rest_of_the_report(files: tuple[Path, Path]) -> None:
    assert write({"penalty": found("killed", "timeout")}, *files) == 0
    results = report.read(files[0].read_text(encoding="utf-8"))
    assert list(results) == list(MODULES)
    assert {name for name in MODULES if len(results[name]) == 2} == {"penalty"}


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        (["killed"] * 30 + ["not checked"], "Not run in taylor: 1 of 31 mutants"),
        (["killed"] * 30 + ["survived"], "Not explained: taylor: f"),
        (["killed"] * 2 + ["survived"], "Too few killed in taylor: 66.7 %"),
    ],
)
def test_what_fails_a_run(
    files: tuple[Path, Path],
    statuses: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = files[0].read_text(encoding="utf-8")
    assert write({"taylor": found(*statuses)}, *files) == 1
    assert said in capsys.readouterr().out
    if said.startswith("Not run"):
        assert files[0].read_text(encoding="utf-8") == before


def test_a_module_never_run_and_a_reason_for_nothing_fail_too(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    files[0].unlink()
    entry = '[[accepted]]\nmodule = "taylor"\nfunction = "f"\nwhy = "w"\nmutants = [["a", "b"]]\n'
    files[1].write_text(entry, encoding="utf-8")
    assert write({"taylor": found("killed")}, *files) == 1
    said = capsys.readouterr().out
    assert "Not run at all: live.js" in said
    assert "A reason for what does not survive: taylor | f | a | b" in said


def test_the_committed_report_is_whole_and_every_survivor_has_its_reason(
    root: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "mutation.md"
    shutil.copy(root / "benchmarks/mutation.md", copy)
    assert write({}, copy, root / "benchmarks/mutation.toml") == 0


def test_the_committed_report_is_of_this_source(root: Path) -> None:
    """The mutants of live.js by function, and each line that a reason quotes, are today's."""
    made = Counter(
        mutant.function for mutant in javascript.mutants(javascript.LIVE_JS.read_bytes())
    )
    text = (root / "benchmarks/mutation.md").read_text(encoding="utf-8")
    tables = {found["module"]: found["table"] for found in report.SECTION.finditer(text)}
    told = re.findall(r"^\| `([^`]+)` \| (\d+) ", tables[javascript.MODULE], re.M)
    assert {function: int(count) for function, count in told} == made
    for module, function, before, _ in report.explanations(root / "benchmarks/mutation.toml"):
        source = (
            javascript.LIVE_JS if module == javascript.MODULE else root / f"src/l2reg/{module}.py"
        )
        lines = {line.strip() for line in source.read_text(encoding="utf-8").splitlines()}
        assert before in lines, f"{module}, {function}: {before}"


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
