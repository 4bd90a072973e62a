"""Does a test notice when the maths is wrong? ``make mutants`` changes it one place at a time.

::

    python -m tools.mutants                      # every module, and writes benchmarks/mutation.md
    python -m tools.mutants l2reg/penalty.py     # one, and prints what survives

`mutmut <https://mutmut.readthedocs.io/>`_ makes the mutants of ``l2reg`` and of the figures'
``update``, in a copy below _build, and runs for each the tests that reach it: those of tests/maths,
with fewer random examples than in ``make test``, and those that compare the figures with the
library. A survivor that a reader of the code would ask about has its reason in mutation.toml.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "_build/mutants"
REPORT, REASONS = (ROOT / "benchmarks" / f"mutation.{kind}" for kind in ("md", "toml"))
TESTS = ("tests/maths", "tests/figures/test_updates.py::test_update_is_what_the_library_says")
# It starts another Python, and so tests the library as it is installed, not the mutant.
LEFT_OUT = "tests/maths/test_bad_input.py::test_importing_the_library_is_light"
# An example that fails is not made smaller, which for a mutant would take most of the time.
PROFILE = """

from hypothesis import Phase

settings.register_profile(
    "mutants",
    settings.get_profile("maths"),
    max_examples=12,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("mutants")
"""
# Run where mutmut has worked: prints one record for each mutant, with what changed if it lives.
COLLECT = """
import json, sys
from mutmut.__main__ import SourceFileMutationData, status_by_exit_code
from mutmut.mutation.diff_apply import get_diff_for_mutant
records = []
for module in sys.argv[1:]:
    path = f"src/{module}"
    data = SourceFileMutationData(path=path)
    data.load()
    for name, code in data.exit_code_by_key.items():
        status = status_by_exit_code[code]
        diff = "" if status == "killed" else get_diff_for_mutant(name, path=path)
        records.append([module, name, status, diff])
print(json.dumps(records))
"""
HEADER = """\
# Mutation: does a test notice when the maths is wrong?

`make mutants` wrote this page. Each mutant is the maths with one thing changed: an operator, a
comparison, a constant, an argument, a condition. It is *killed* when a test fails or the time limit
ends it.

| module | mutants | killed | survived | killed, % |
|---|--:|--:|--:|--:|
"""


def modules() -> list[str]:
    """Return the modules to change, as paths below src."""
    folders = (ROOT / "src/l2reg", ROOT / "src/l2book/figures")
    paths = [path for folder in folders for path in sorted(folder.glob("*.py"))]
    return [p.relative_to(ROOT / "src").as_posix() for p in paths if p.name != "__init__.py"]


def stage(chosen: list[str]) -> None:
    """Copy what mutmut needs into a folder of its own, with its settings."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    nothing_built = shutil.ignore_patterns("*.egg-info", "__pycache__")
    for part in ("src", "tests", "tools"):
        shutil.copytree(ROOT / part, WORK / part, ignore=nothing_built)
    for module in chosen:
        path = WORK / "src" / module
        path.write_text(undecorated(path.read_text(encoding="utf-8")), encoding="utf-8")
    with (WORK / "tests/maths/conftest.py").open("a", encoding="utf-8") as file:
        file.write(PROFILE)
    settings = {
        "source_paths": ["src/"],
        "only_mutate": [f"src/{module}" for module in chosen],
        "also_copy": ["tools/"],
        "pytest_add_cli_args_test_selection": list(TESTS),
        "pytest_add_cli_args": [
            "-p",
            "no:cacheprovider",
            "-p",
            "no:xdist",
            f"--deselect={LEFT_OUT}",
        ],
        "use_git_change_detection": False,
    }
    lines = [f"{key} = {json.dumps(value)}\n" for key, value in settings.items()]
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    text = f"{project}\n[tool.mutmut]\n{''.join(lines)}"
    (WORK / "pyproject.toml").write_text(text, encoding="utf-8")


def undecorated(source: str) -> str:
    r"""Return a module whose functions are decorated below, by a call: mutmut leaves others out.

    >>> print(undecorated("class A:\n    @property\n    def b(self):\n        return 1"), end="")
    class A:
        def b(self):
            return 1
        b = property(b)
    """
    lines = source.splitlines()
    for node in sorted(ast.walk(ast.parse(source)), key=lambda n: getattr(n, "lineno", 0))[::-1]:
        if not isinstance(node, ast.FunctionDef) or not node.decorator_list:
            continue
        call = node.name
        for decorator in node.decorator_list[::-1]:
            call = f"{ast.unparse(decorator)}({call})"
        lines.insert(node.end_lineno, f"{' ' * node.col_offset}{node.name} = {call}")
        del lines[node.decorator_list[0].lineno - 1 : node.lineno - 1]
    return "\n".join(lines) + "\n"


def run(chosen: list[str], jobs: int) -> list[tuple[str, str, str, str]]:
    """Make and run every mutant; return for each its module, name, status and diff."""
    stage(chosen)
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(jobs)]
    subprocess.run(command, cwd=WORK, env=environment, check=True)
    collect = [sys.executable, "-c", COLLECT, *chosen]
    done = subprocess.run(collect, cwd=WORK, capture_output=True, text=True, check=True)
    return [tuple(record) for record in json.loads(done.stdout.splitlines()[-1])]


def report(records: list[tuple[str, str, str, str]], reasons: dict[str, str]) -> str:
    """Return the page: a row a module, and every survivor, with its reason if it has one."""
    rows, survivors = [], []
    row = "| `{}` | {} | {} | {} | {:.1f} |"
    for module in dict.fromkeys(record[0] for record in records):
        counts = Counter(status for name, _, status, _ in records if name == module)
        total, killed = counts.total(), counts["killed"] + counts["timeout"]
        rows.append(row.format(module, total, killed, total - killed, 100 * killed / total))
    for module, name, status, diff in records:
        if status not in ("killed", "timeout"):
            lines = [line for line in diff.splitlines() if not line.startswith(("+++", "---"))]
            changed = [line for line in lines if line[:1] in ("+", "-")]
            why = reasons.get(next((s[1:].strip() for s in changed if s[0] == "+"), ""), "")
            survivors.append("\n".join([f"`{module}`: {name}", "```diff", *changed, "```", why]))
    return HEADER + "\n".join(rows) + "\n\n## Survivors\n\n" + "\n\n".join(survivors) + "\n"


def main() -> int:
    """Run what is asked for; the page is written when that is everything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*", help="paths below src; all by default")
    parser.add_argument("--jobs", type=int, default=2, help="mutants at a time")
    options = parser.parse_args()
    if unknown := set(options.modules) - set(modules()):
        parser.error(f"no module {', '.join(sorted(unknown))}; there are {', '.join(modules())}")
    reasons = tomllib.loads(REASONS.read_text(encoding="utf-8"))["reasons"]
    text = report(run(options.modules or modules(), options.jobs), reasons)
    print(text)
    if not options.modules:
        REPORT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
