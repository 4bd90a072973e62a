"""The generated files of requirements agree with each other and with the lists they are made of."""

from __future__ import annotations

import fnmatch
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.files import tracked
from tools.lock import oldest as oldest_options
from tools.lock import pins, plain_text


@pytest.fixture(scope="module")
def lock(root: Path) -> str:
    return (root / "requirements.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def plain(root: Path) -> str:
    return (root / "requirements.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def lite(root: Path) -> str:
    return (root / "requirements-lite.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def oldest(root: Path) -> str:
    return (root / "requirements-oldest.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def mutants(root: Path) -> str:
    return (root / "requirements-mutants.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def uv(root: Path) -> str:
    return (root / "requirements-uv.lock").read_text(encoding="utf-8")


#: Each lock, and the list that it is made of.
LOCKS = {
    "lock": "requirements.in",
    "oldest": "requirements.in",
    "lite": "requirements-lite.in",
    "mutants": "requirements-mutants.in",
    "uv": "requirements-uv.in",
}


def test_every_lock_and_every_list_is_looked_at(root: Path) -> None:
    assert set(LOCKS.values()) == set(fnmatch.filter(tracked(root), "requirements*.in"))
    assert len(LOCKS) == len(fnmatch.filter(tracked(root), "requirements*.lock"))


def direct_requirements(root: Path, name: str = "requirements.in") -> list[Requirement]:
    lines = (root / name).read_text(encoding="utf-8").splitlines()
    stripped = [line.partition("#")[0].strip() for line in lines]
    return [Requirement(line) for line in stripped if line and not line.startswith("-r ")]


def test_both_files_pin_the_same(lock: str, plain: str) -> None:
    assert plain == plain_text(lock), "run `make lock`"


def test_plain_file_installs_the_package_last(plain: str) -> None:
    assert plain.splitlines()[-1] == "-e ."


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_of_a_lock_is_a_pin_with_hashes(
    request: pytest.FixtureRequest, name: str
) -> None:
    text = request.getfixturevalue(name)
    body = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip()
    for entry in re.sub(r" \\\n\s+", " ", body).splitlines():
        requirement, *hashes = re.split(r" (?=--hash=)", entry)
        (specifier,) = Requirement(requirement).specifier
        assert specifier.operator == "==", entry
        assert hashes, f"no hash: {entry}"
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", text) for text in hashes), entry


def by_name(lock: str) -> dict[str, list[Requirement]]:
    """Return the pins of a lock file by the package's name; the platform decides between two."""
    pinned: dict[str, list[Requirement]] = {}
    for line in pins(lock):
        requirement = Requirement(line)
        pinned.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return pinned


@pytest.mark.parametrize("other", ["lite", "mutants"])
def test_the_other_environments_hold_the_same_releases(
    request: pytest.FixtureRequest, lock: str, other: str
) -> None:
    """The widgets' front ends and Python sides above all."""
    text = request.getfixturevalue(other)
    ours, theirs = by_name(lock), by_name(text)
    shared = set(ours) & set(theirs)
    widgets = {"anywidget", "ipywidgets", "jupyterlab-myst", "psygnal"}
    assert shared >= ({"pytest"} if other == "mutants" else widgets)
    for name in shared:
        versions = [{str(pin.specifier) for pin in side[name]} for side in (ours, theirs)]
        assert versions[1] <= versions[0], name


@pytest.mark.parametrize(("name", "source"), LOCKS.items())
def test_direct_requirements_are_pinned_within_their_bounds(
    root: Path, request: pytest.FixtureRequest, name: str, source: str
) -> None:
    pinned = by_name(request.getfixturevalue(name))
    for wanted in direct_requirements(root, source):
        name = canonicalize_name(wanted.name)
        assert name in pinned, f"{name} is not pinned: run `make lock`"
        for requirement in pinned[name]:
            (pin,) = requirement.specifier
            assert wanted.specifier.contains(pin.version), f"{requirement} but wanted {wanted}"


@pytest.mark.parametrize("name", sorted(set(LOCKS.values())))
def test_every_direct_requirement_says_why(root: Path, name: str) -> None:
    lines = (root / name).read_text(encoding="utf-8").splitlines()
    for before, line in zip(["", *lines], lines, strict=False):
        if line and not line.lstrip().startswith("#"):
            assert "#" in line or before.startswith("#"), line


def test_the_packages_bounds_are_those_of_the_direct_requirements(root: Path) -> None:
    import tomllib

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = {canonicalize_name(wanted.name): wanted for wanted in direct_requirements(root)}
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    for line in [*project["dependencies"], *extras]:
        wanted = Requirement(line)
        assert wanted.specifier == direct[canonicalize_name(wanted.name)].specifier, line


def test_the_oldest_set_has_every_direct_requirement_at_its_lower_bound(
    root: Path, oldest: str
) -> None:
    """Within the bound's own precision: `>=2.0` may be 2.0.1 where 2.0 was withdrawn."""
    pinned = by_name(oldest)
    for wanted in direct_requirements(root):
        bounds = [part.version for part in wanted.specifier if part.operator in (">=", "==")]
        assert bounds, f"{wanted.name} has no lower bound"
        (pin,) = {str(pin.specifier) for pin in pinned[canonicalize_name(wanted.name)]}
        assert f"{pin}.".startswith(f"=={bounds[0].removesuffix('.*')}."), f"{pin}, not {wanted}"


def test_generated_files_name_no_registry_and_no_machine(
    request: pytest.FixtureRequest,
) -> None:
    for text in map(request.getfixturevalue, ["plain", *LOCKS]):
        assert not re.search(r"://|--index-url|--extra-index-url|--find-links|/home|/root", text)


@pytest.mark.parametrize(
    ("line", "pin"),
    [
        ("numpy==2.4.6 \\", "numpy==2.4.6"),
        ("appnope==1.0 ; sys_platform == 'darwin' \\", "appnope==1.0 ; sys_platform == 'darwin'"),
        ("    --hash=sha256:00 \\", None),
        ("# numpy==1.0", None),
    ],
)
def test_pins_keep_markers_and_drop_hashes(line: str, pin: str | None) -> None:
    assert pins(line) == ([pin] if pin else [])


def test_the_oldest_set_is_resolved_whatever_is_pinned() -> None:
    text = "# a\nnumpy>=2.0  # b\n\njupyterlab-myst==2.6.*\n          # c\n"
    lowest, *again = oldest_options(text)
    assert lowest == "--resolution=lowest-direct"
    assert again == ["--upgrade-package=numpy", "--upgrade-package=jupyterlab-myst"]
