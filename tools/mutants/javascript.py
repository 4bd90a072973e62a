"""Mutants of live.js: each ``update`` and what it is made of, held against its twin in Python.

The mutants are made on the syntax tree (tree-sitter's), and run in a worker of one Chromium page,
so that an endless loop can be stopped. A mutant is killed by the first sample at which it is not
what Python's ``update`` says: the samples and the tolerance are those of
tests/figures/test_twins.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tree_sitter_javascript
from tree_sitter import Language, Parser

ROOT = Path(__file__).resolve().parent.parent.parent
LIVE_JS = ROOT / "src/l2reg/figures/live.js"
WORK = ROOT / "_build/mutants/javascript"
MODULE = "live.js"
TIMEOUT = 30_000  # milliseconds; all samples of one figure take well under a second

OPERATORS = {
    "+": ["-"],
    "-": ["+"],
    "*": ["/"],
    "/": ["*"],
    "**": ["*"],
    "<": ["<=", ">="],
    "<=": ["<", ">"],
    ">": [">=", "<="],
    ">=": [">", "<"],
    "===": ["!=="],
    "!==": ["==="],
    "&&": ["||"],
    "||": ["&&"],
}
METHODS = {
    "min": "max",
    "max": "min",
    "cos": "sin",
    "sin": "cos",
    "sqrt": "abs",
    "abs": "sign",
    "hypot": "max",
    "exp": "expm1",
    "log1p": "log",
    "findIndex": "findLastIndex",
    "indexOf": "lastIndexOf",
    "filter": "map",
    "push": "unshift",
    "reduce": "reduceRight",
}


@dataclass(frozen=True)
class Mutant:
    """One change: the bytes from ``start`` to ``end`` of the source become ``text``."""

    function: str
    start: int
    end: int
    text: str

    def applied(self, source: bytes) -> bytes:
        """Return the source with this change."""
        return source[: self.start] + self.text.encode() + source[self.end :]

    def lines(self, source: bytes) -> tuple[str, str]:
        """Return the lines that change, as they were and as they are."""
        first = source.rfind(b"\n", 0, self.start) + 1
        last = source.find(b"\n", self.end)
        last = len(source) if last < 0 else last
        before = source[first:last]
        after = before[: self.start - first] + self.text.encode() + before[self.end - first :]
        return before.decode().strip(), after.decode().strip()


def parsed(source: bytes) -> Any:
    """Return the root of the syntax tree."""
    return Parser(Language(tree_sitter_javascript.language())).parse(source).root_node


def functions(source: bytes) -> dict[str, Any]:
    """Return the nodes to change, by name: the updates, and what stands above them in the file."""
    found = {}
    for statement in parsed(source).named_children:
        declaration = statement.child_by_field_name("declaration") or statement
        if declaration.type == "function_declaration":
            found[_text(declaration.child_by_field_name("name"))] = declaration
        elif declaration.type == "lexical_declaration":
            declarator = declaration.named_children[0]
            name, value = (declarator.child_by_field_name(key) for key in ("name", "value"))
            if _text(name) == "updates":
                for method in value.named_children:
                    if method.type == "method_definition":
                        found[f"updates.{_text(method.child_by_field_name('name'))}"] = method
                return found
            found[_text(name)] = declaration
    raise ValueError("live.js must have a constant named updates")


def mutants(source: bytes) -> list[Mutant]:
    """Return every mutant of the maths of live.js, in the order of the file."""
    return [
        Mutant(name, *change)
        for name, node in functions(source).items()
        for change in sorted(set(_changes(node)))
    ]


def _text(node: Any) -> str:
    return node.text.decode()


def _changes(node: Any) -> Iterator[tuple[int, int, str]]:
    field = node.child_by_field_name
    match node.type:
        case "binary_expression" | "augmented_assignment_expression":
            operator = field("operator")
            sign = operator.text.decode()
            ending = "=" if node.type.startswith("augmented") else ""
            for other in OPERATORS.get(sign.removesuffix(ending), ()):
                yield operator.start_byte, operator.end_byte, other + ending
        case "unary_expression":
            yield node.start_byte, node.end_byte, f" {_text(field('argument'))}"
        case "number":
            yield node.start_byte, node.end_byte, repr(float(_text(node)) + 1)
        case "string" if node.named_children:
            yield node.start_byte, node.end_byte, '""'
        case "true" | "false":
            yield node.start_byte, node.end_byte, "true" if node.type == "false" else "false"
        case "property_identifier" if _text(node) in METHODS and node.parent.type == (
            "member_expression"
        ):
            yield node.start_byte, node.end_byte, METHODS[_text(node)]
        case "ternary_expression" | "if_statement":
            condition = field("condition")
            brackets = ("(", ")") if node.type == "if_statement" else ("", "")
            for value in ("true", "false"):
                yield condition.start_byte, condition.end_byte, value.join(brackets)
        case "expression_statement":
            yield node.start_byte, node.end_byte, ";"
    for child in node.named_children:
        yield from _changes(child)


# --- Running ------------------------------------------------------------------------------------

WORKER = """
const figures = new Map();
const near = (a, b) => Number.isFinite(a) && Number.isFinite(b)
  && Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b));
function same(a, b) {
  if (typeof a === "number" && typeof b === "number") return near(a, b);
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length
    && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}
async function known(name) {
  if (!figures.has(name)) figures.set(name, await (await fetch(`${name}.json`)).json());
  return figures.get(name);
}
async function killed(text, names) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    const { updates } = await import(url);
    for (const name of names) {
      const { problem, pairs } = await known(name);
      for (const [parameters, expected] of pairs) {
        if (!same(expected, updates[name](parameters, problem))) return true;
      }
    }
    return false;
  } catch { return true; } finally { URL.revokeObjectURL(url); }
}
onmessage = async ({ data: { text, names } }) => postMessage(await killed(text, names));
"""
ASK = """async ([source, names, changes, timeout]) => {
  const bytes = new TextEncoder().encode(source), decoder = new TextDecoder(), found = [];
  let worker = null;
  const ask = (message) => new Promise((resolve) => {
    worker ??= new Worker("worker.js", { type: "module" });
    const late = () => { worker.terminate(); worker = null; resolve("timeout"); };
    const clock = setTimeout(late, timeout);
    worker.onmessage = ({ data }) => { clearTimeout(clock); resolve(data); };
    worker.postMessage(message);
  });
  for (const [start, end, text] of changes) {
    const changed = decoder.decode(bytes.slice(0, start)) + text + decoder.decode(bytes.slice(end));
    found.push(await ask({ text: changed, names }));
  }
  worker?.terminate();
  return found;
}"""
VERDICTS = {True: "killed", False: "survived", "timeout": "timeout"}


def write_samples(folder: Path, names: list[str]) -> None:
    """Write what the worker reads: each figure's samples, with what Python's ``update`` says."""
    from l2reg.figures import all_figures
    from tests.figures.samples import results
    from tests.figures.test_twins import TOLERANCE

    folder.mkdir(parents=True, exist_ok=True)
    worker = f"const TOLERANCE = {TOLERANCE};{WORKER}"
    (folder / "worker.js").write_text(worker, encoding="utf-8")
    (folder / "index.html").write_text("<!doctype html>", encoding="utf-8")
    for name in names:
        known = {"problem": all_figures()[name]()._state["problem"], "pairs": results(name)}
        text = json.dumps(known, allow_nan=False)
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


def verdicts(page: Any, folder: Path, source: bytes, found: list[Mutant]) -> list[str]:
    """Run mutants in a Playwright page; return what became of each.

    A mutant of an update is tried on its own figure, one of what they share on every figure.

    Raises
    ------
    RuntimeError
        If the source itself does not agree with Python: then nothing can be said of its mutants.
    """
    from tests.serve import serving

    updates = [name for name in functions(source) if name.startswith("updates.")]
    outcomes: dict[Mutant, str] = {}
    text = source.decode()
    wanted = dict.fromkeys(mutant.function for mutant in found)
    tried = [name[8:] for name in updates if name in wanted or wanted.keys() - set(updates)]
    write_samples(folder, tried)
    with serving(folder) as address:
        page.goto(f"{address}/index.html")
        for function in wanted:
            own = [mutant for mutant in found if mutant.function == function]
            changes = [[mutant.start, mutant.end, mutant.text] for mutant in own]
            on = [function[8:]] if function in updates else tried
            none = [0, 0, ""]
            whole, *answers = page.evaluate(ASK, [text, on, [none, *changes], TIMEOUT])
            if whole is not False:
                raise RuntimeError(f"live.js is not Python's twin, {on}: its mutants say nothing")
            outcomes |= dict(zip(own, (VERDICTS[answer] for answer in answers), strict=True))
            print(f"{function}: {len(own)} mutants", flush=True)
    return [outcomes[mutant] for mutant in found]


def run() -> list[dict[str, str]]:
    """Make and run every mutant of live.js; return one record each."""
    from playwright.sync_api import sync_playwright

    from tests.watch import FLAGS
    from tools.browser import NO_BROWSER, find_browser

    path = find_browser()
    if path is None:
        raise RuntimeError(NO_BROWSER)
    source = LIVE_JS.read_bytes()
    found = mutants(source)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        outcomes = verdicts(browser.new_page(), WORK, source, found)
        browser.close()
    return [
        {
            "function": mutant.function,
            "before": mutant.lines(source)[0],
            "after": mutant.lines(source)[1],
            "status": status,
        }
        for mutant, status in zip(found, outcomes, strict=True)
    ]
