"""``python -m tools.mutants [MODULE …]``: run the mutants and write benchmarks/mutation.md."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from tools.mutants import javascript, python, report

ROOT = Path(__file__).resolve().parent.parent.parent
REASONS = ROOT / "benchmarks/mutation.toml"
REPORT = ROOT / "benchmarks/mutation.md"
MODULES = (*python.MODULES, javascript.MODULE)
ENOUGH = 90  # per cent killed in the derivation


def main() -> int:
    """Run what is asked for and write the report; what is not run keeps its part of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", help=f"of {', '.join(MODULES)}; all by default")
    parser.add_argument("--jobs", type=int, default=2, help="mutants of Python at a time")
    parser.add_argument(
        "--again", action="store_true", help="run none: only look up the reasons again"
    )
    options = parser.parse_args()
    if unknown := set(options.modules) - set(MODULES):
        parser.error(f"no module {', '.join(sorted(unknown))}; there are {', '.join(MODULES)}")
    wanted = [] if options.again else options.modules or list(MODULES)
    found: dict[str, list[report.Record]] = {}
    if javascript.MODULE in wanted:
        found[javascript.MODULE] = javascript.run()
    if ours := [module for module in wanted if module in python.MODULES]:
        found |= python.run(ours, options.jobs)
    return write(found)


def write(
    found: Mapping[str, list[report.Record]], target: Path = REPORT, reasons_file: Path = REASONS
) -> int:
    """Write what was found into the report; return the exit status.

    A module of which a mutant was not run keeps the part that it had, and fails the run. So does a
    survivor without a reason, a reason without a survivor, and a module with too few killed.
    """
    faults = []
    old = report.read(target.read_text(encoding="utf-8")) if target.exists() else {}
    whole = {module: records for module, records in found.items() if not report.unrun(records)}
    for module in found.keys() - whole.keys():
        counts = report.unrun(found[module]), len(found[module])
        faults.append("Not run in {}: {} of {} mutants".format(module, *counts))
    results = {module: (old | whole)[module] for module in MODULES if module in old | whole}
    faults += [f"Not run at all: {module}" for module in MODULES if module not in results]
    reasons = report.explanations(reasons_file)
    target.write_text(report.text(results, reasons, python.MODULES), encoding="utf-8")
    print(f"The report is in {target}.")
    for module, function, before, after in report.unexplained(results, reasons):
        faults.append(f"Not explained: {module}: {function}\n  - {before}\n  + {after}")
    for module in python.MODULES:
        if module in results and (percent := report.share(results[module])[-1]) < ENOUGH:
            faults.append(f"Too few killed in {module}: {percent:.1f} %")
    for key in reasons.keys() - set(report.alive(results)):
        if key[0] in results:
            faults.append(f"A reason for what does not survive: {' | '.join(key)}")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
