"""The generated files of requirements agree with each other and with the lists they are made of."""

from __future__ import annotations

import fnmatch
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.files import tracked
from tools.lock import pins, plain_text

#: Each lock, and the list that it is made of.
LOCKS = {
    "requirements.lock": "requirements.in",
    "requirements-oldest.lock": "requirements.in",
    "requirements-lite.lock": "requirements-lite.in",
    "requirements-mutants.lock": "requirements-mutants.in",
    "requirements-uv.lock": "requirements-uv.in",
}


def direct(root: Path, name: str = "requirements.in") -> dict[str, Requirement]:
    """Return the requirements of a list by the package's name."""
    lines = (root / name).read_text(encoding="utf-8").splitlines()
    stripped = [line.partition("#")[0].strip() for line in lines]
    wanted = [Requirement(line) for line in stripped if line and not line.startswith("-r ")]
    return {canonicalize_name(one.name): one for one in wanted}


def pinned(root: Path, name: str = "requirements.lock") -> dict[str, list[Requirement]]:
    """Return the pins of a lock by the package's name; the platform decides between two."""
    found: dict[str, list[Requirement]] = {}
    for pin in map(Requirement, pins((root / name).read_text(encoding="utf-8"))):
        found.setdefault(canonicalize_name(pin.name), []).append(pin)
    return found


def test_every_lock_and_every_list_is_looked_at(root: Path) -> None:
    assert set(LOCKS.values()) == set(fnmatch.filter(tracked(root), "requirements*.in"))
    assert set(LOCKS) == set(fnmatch.filter(tracked(root), "requirements*.lock"))


def test_both_files_pin_the_same(root: Path) -> None:
    lock, plain = (root / f"requirements.{kind}" for kind in ("lock", "txt"))
    assert plain.read_text("utf-8") == plain_text(lock.read_text("utf-8")), "run `make lock`"
    assert plain.read_text("utf-8").endswith("\n-e .\n")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_what_its_list_wants_with_hashes(root: Path, name: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    body = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip()
    for entry in re.sub(r" \\\n\s+", " ", body).splitlines():
        assert re.fullmatch(r"[\w.-]+==[^ ]+( ; [^\\]+?)?( --hash=sha256:[0-9a-f]{64})+", entry)
    found = pinned(root, name)
    for key, wanted in direct(root, LOCKS[name]).items():
        for pin in found[key]:
            (one,) = pin.specifier
            assert wanted.specifier.contains(one.version), f"{pin} but wanted {wanted}"


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        ("requirements-lite.lock", {"anywidget", "ipywidgets", "jupyterlab-myst", "psygnal"}),
        ("requirements-mutants.lock", {"pytest"}),
    ],
)
def test_the_other_environments_hold_the_same_releases(
    root: Path, other: str, shared: set[str]
) -> None:
    """The widgets' front ends and Python sides above all."""
    ours, theirs = pinned(root), pinned(root, other)
    assert shared <= ours.keys() & theirs.keys()
    for name in ours.keys() & theirs.keys():
        versions = [{str(pin.specifier) for pin in side[name]} for side in (ours, theirs)]
        assert versions[1] <= versions[0], name


def test_the_packages_bounds_are_those_of_the_direct_requirements(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    for wanted in map(Requirement, [*project["dependencies"], *extras]):
        assert wanted.specifier == direct(root)[canonicalize_name(wanted.name)].specifier, wanted


def test_the_oldest_set_has_every_direct_requirement_at_its_lower_bound(root: Path) -> None:
    """Within the bound's own precision: `>=2.0` may be 2.0.1 where 2.0 was withdrawn."""
    oldest = pinned(root, "requirements-oldest.lock")
    for name, wanted in direct(root).items():
        bounds = [part.version for part in wanted.specifier if part.operator in (">=", "==")]
        assert bounds, f"{name} has no lower bound"
        (pin,) = {str(pin.specifier) for pin in oldest[name]}
        assert f"{pin}.".startswith(f"=={bounds[0].removesuffix('.*')}."), f"{pin}, not {wanted}"
