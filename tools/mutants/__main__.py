"""``python -m tools.mutants [MODULE …]``: run the mutants and write benchmarks/mutation.md."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tools.mutants import javascript, python, report

ROOT = Path(__file__).resolve().parent.parent.parent
RESULTS = ROOT / "_build/mutants/results"
REASONS = ROOT / "benchmarks/mutation.toml"
REPORT = ROOT / "benchmarks/mutation.md"
MODULES = (*python.MODULES, javascript.MODULE)
ENOUGH = 90  # per cent killed in the derivation


def main() -> int:
    """Run what is asked for; write the report once every module has been run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", help=f"of {', '.join(MODULES)}; all by default")
    parser.add_argument("--jobs", type=int, default=2, help="mutants of Python at a time")
    parser.add_argument(
        "--again", action="store_true", help="only write the report, from the last run"
    )
    options = parser.parse_args()
    if unknown := set(options.modules) - set(MODULES):
        parser.error(f"no module {', '.join(sorted(unknown))}; there are {', '.join(MODULES)}")
    wanted = [] if options.again else options.modules or list(MODULES)
    RESULTS.mkdir(parents=True, exist_ok=True)
    if javascript.MODULE in wanted:
        keep(javascript.MODULE, javascript.run())
    if ours := [module for module in wanted if module in python.MODULES]:
        for module, records in python.run(ours, options.jobs).items():
            keep(module, records)
    return write(wanted)


def keep(module: str, records: list[dict[str, str]]) -> None:
    """Write what became of a module's mutants where the report finds it."""
    text = json.dumps(records, ensure_ascii=False, indent=1)
    (RESULTS / f"{module}.json").write_text(text, encoding="utf-8")


def write(wanted: list[str]) -> int:
    """Write the report, or print it when modules have not been run; return the exit status."""
    found = {
        module: json.loads(path.read_text(encoding="utf-8"))
        for module in MODULES
        if (path := RESULTS / f"{module}.json").exists()
    }
    reasons = report.explanations(REASONS)
    text = report.text(found, reasons, python.MODULES)
    if len(found) == len(MODULES):
        REPORT.write_text(text, encoding="utf-8")
        print(f"The report is in {REPORT.relative_to(ROOT)}.")
    else:
        print(text)
        missing = ", ".join(module for module in MODULES if module not in found)
        print(f"The report is written when these have been run too: {missing}.")
    open_ones = [
        key for key in report.unexplained(found, reasons) if not wanted or key[0] in wanted
    ]
    for module, function, before, after in open_ones:
        print(f"Not explained: {module}: {function}\n  - {before}\n  + {after}")
    few = []
    for module in python.MODULES:
        if module in found and (percent := report.share(found[module])[-1]) < ENOUGH:
            few.append(module)
            print(f"Too few killed in {module}: {percent:.1f} %")
    for key in reasons.keys() - set(report.alive(found)):
        if key[0] in found:
            print(f"A reason for what does not survive: {' | '.join(key)}")
    return 1 if open_ones or few else 0


if __name__ == "__main__":
    sys.exit(main())
