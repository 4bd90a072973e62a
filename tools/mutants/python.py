"""Mutants of the maths in Python, by `mutmut <https://mutmut.readthedocs.io/>`_.

mutmut and not cosmic-ray: it imports the tests once and forks a process per mutant, runs for each
only the tests that reach the function, and so is several times as fast on tests that import SciPy
and SymPy. It works on a copy, in _build, with the tests of tests/maths: no browser, no notebook.
"""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
WORK = ROOT / "_build/mutants/python"
#: The library's modules that hold the derivation, in reading order.
MODULES = (
    *("penalty", "objective", "gradient", "descent", "taylor", "solution", "spectrum"),
    *("regression", "optimizers", "checks", "_validation"),
)
# It starts another Python, and so tests the library as it is installed, not the mutant.
LEFT_OUT = ("tests/maths/test_bad_input.py::test_importing_the_library_is_light",)
# Fewer examples than in `make test`, which is faster: what few kill, more kill too. And an example
# that fails is not made smaller, which for a mutant would take most of the time.
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
    path = f"src/l2reg/{module}.py"
    data = SourceFileMutationData(path=path)
    data.load()
    for name, code in data.exit_code_by_key.items():
        status = status_by_exit_code[code]
        diff = "" if status == "killed" else get_diff_for_mutant(name, path=path)
        records.append([module, name, status, diff])
print(json.dumps(records))
"""


def stage(modules: list[str], work: Path = WORK) -> None:
    """Copy what mutmut needs into a folder of its own, with its settings."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    nothing_built = shutil.ignore_patterns("*.egg-info", "__pycache__")
    for part in ("src", "tests", "tools"):
        shutil.copytree(ROOT / part, work / part, ignore=nothing_built)
    for module in modules:
        path = work / f"src/l2reg/{module}.py"
        path.write_text(undecorated(path.read_text(encoding="utf-8")), encoding="utf-8")
    with (work / "tests/maths/conftest.py").open("a", encoding="utf-8") as file:
        file.write(PROFILE)
    options = ["-p", "no:cacheprovider", "-p", "no:xdist", *(f"--deselect={t}" for t in LEFT_OUT)]
    settings = {
        "source_paths": ["src/"],
        "only_mutate": [f"src/l2reg/{module}.py" for module in modules],
        "also_copy": ["tools/"],
        "pytest_add_cli_args_test_selection": ["tests/maths"],
        "pytest_add_cli_args": options,
        "use_git_change_detection": False,
    }
    lines = [f"{key} = {json.dumps(value)}\n" for key, value in settings.items()]
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    text = f"{project}\n[tool.mutmut]\n{''.join(lines)}"
    (work / "pyproject.toml").write_text(text, encoding="utf-8")


def undecorated(source: str) -> str:
    r"""Return a module whose functions are decorated below, by a call, and no more above.

    mutmut leaves out what has a decorator: of the maths, every gradient that is told to be silent.

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


def run(modules: list[str], jobs: int) -> dict[str, list[dict[str, str]]]:
    """Make and run every mutant of some modules; return one record each, by module."""
    stage(modules)
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(jobs)]
    subprocess.run(command, cwd=WORK, env=environment, check=True)
    return collect(modules)


def collect(modules: list[str]) -> dict[str, list[dict[str, str]]]:
    """Return what became of every mutant that mutmut has run."""
    command = [sys.executable, "-c", COLLECT, *modules]
    done = subprocess.run(command, cwd=WORK, capture_output=True, text=True, check=True)
    found: dict[str, list[dict[str, str]]] = {module: [] for module in modules}
    for module, name, status, diff in json.loads(done.stdout.splitlines()[-1]):
        before, after = changed(diff)
        found[module].append(
            {"function": function(name), "before": before, "after": after, "status": status}
        )
    return found


def function(name: str) -> str:
    """Return the function's name from mutmut's name of a mutant.

    >>> function("l2reg.objective.xǁQuadraticǁvalue__mutmut_2")
    'Quadratic.value'
    """
    mangled = name.rpartition(".")[2].partition("__mutmut_")[0]
    return mangled.removeprefix("xǁ").replace("ǁ", ".") if "ǁ" in mangled else mangled[2:]


def changed(diff: str) -> tuple[str, str]:
    """Return what a unified diff takes away and what it puts in its place, each in one line."""
    body = [line for line in diff.splitlines() if not line.startswith(("---", "+++", "#"))]
    before, after = (
        " ".join(line[1:].strip() for line in body if line.startswith(sign)) for sign in "-+"
    )
    return before, after
