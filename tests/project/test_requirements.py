"""The two generated requirement files agree with each other and with requirements.in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.lock import pins, plain_text


@pytest.fixture(scope="module")
def lock(root: Path) -> str:
    return (root / "requirements.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def plain(root: Path) -> str:
    return (root / "requirements.txt").read_text(encoding="utf-8")


def direct_requirements(root: Path) -> list[Requirement]:
    lines = (root / "requirements.in").read_text(encoding="utf-8").splitlines()
    stripped = [line.partition("#")[0].strip() for line in lines]
    return [Requirement(line) for line in stripped if line]


def test_both_files_pin_the_same(lock: str, plain: str) -> None:
    assert plain == plain_text(lock), "run `make lock`"


def test_plain_file_installs_the_package_last(plain: str) -> None:
    assert plain.splitlines()[-1] == "-e ."


def test_every_line_of_the_lock_is_a_pin_with_hashes(lock: str) -> None:
    body = re.sub(r"^#.*\n", "", lock, flags=re.MULTILINE).strip()
    for entry in re.sub(r" \\\n\s+", " ", body).splitlines():
        requirement, *hashes = re.split(r" (?=--hash=)", entry)
        (specifier,) = Requirement(requirement).specifier
        assert specifier.operator == "==", entry
        assert hashes, f"no hash: {entry}"
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", text) for text in hashes), entry


def test_direct_requirements_are_pinned_within_their_bounds(root: Path, lock: str) -> None:
    pinned: dict[str, list[Requirement]] = {}
    for line in pins(lock):
        requirement = Requirement(line)
        pinned.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    for wanted in direct_requirements(root):
        name = canonicalize_name(wanted.name)
        assert name in pinned, f"{name} is not pinned: run `make lock`"
        for requirement in pinned[name]:
            (pin,) = requirement.specifier
            assert wanted.specifier.contains(pin.version), f"{requirement} but wanted {wanted}"


def test_every_direct_requirement_says_why(root: Path) -> None:
    lines = (root / "requirements.in").read_text(encoding="utf-8").splitlines()
    for before, line in zip(["", *lines], lines, strict=False):
        if line and not line.lstrip().startswith("#"):
            assert "#" in line or before.startswith("#"), line


def test_runtime_dependencies_are_direct_requirements(root: Path) -> None:
    import tomllib

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = {canonicalize_name(requirement.name) for requirement in direct_requirements(root)}
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    for line in [*project["dependencies"], *extras]:
        assert canonicalize_name(Requirement(line).name) in direct, line


def test_generated_files_name_no_registry_and_no_machine(lock: str, plain: str) -> None:
    for text in (lock, plain):
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
