"""Does a test notice when the maths is wrong? ``make mutants`` changes it one place at a time.

::

    python -m tools.mutants                      # every module
    python -m tools.mutants l2reg/penalty.py     # one

`mutmut <https://mutmut.readthedocs.io/>`_ makes the mutants of ``l2reg`` and of the figures'
``update``, in a copy below _build, and runs for each the tests that reach it: those of tests/maths,
with fewer random examples than in ``make test``, and those that compare the figures with the
library. Each mutant that no test notices is shown.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "_build/mutants"
TESTS = ("tests/maths", "tests/figures/test_updates.py::test_update_is_what_the_library_says")
# The first starts another Python, and so tests the library as it is installed, not the mutant; the
# second reads a function's name in Python's own words, which mutmut changes.
LEFT_OUT = (
    "test_importing_the_library_is_light",
    "test_an_argument_left_out_is_said_in_python_s_words",
)
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
            *("-p", "no:cacheprovider", "-p", "no:xdist"),
            *(f"--deselect=tests/maths/test_bad_input.py::{name}" for name in LEFT_OUT),
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


def main() -> int:
    """Make and run every mutant that is asked for, and show which live."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("modules", nargs="*", help="paths below src; all by default")
    parser.add_argument("--jobs", default="2", help="mutants at a time")
    options = parser.parse_args()
    if unknown := set(options.modules) - set(modules()):
        parser.error(f"no module {', '.join(sorted(unknown))}; there are {', '.join(modules())}")
    stage(options.modules or modules())
    mutmut("run", "--max-children", options.jobs)
    for line in mutmut("results", stdout=subprocess.PIPE).splitlines():
        name, _, status = line.strip().rpartition(": ")
        if name and status != "timeout":
            print(f"\n{name}: {status}", flush=True)
            mutmut("show", name)
    return 0


def mutmut(*arguments: str, stdout: int | None = None) -> str:
    """Run mutmut where it works, and return what it prints there."""
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "mutmut", *arguments]
    return subprocess.run(
        command, cwd=WORK, env=environment, stdout=stdout, text=True, check=True
    ).stdout


if __name__ == "__main__":
    sys.exit(main())
