"""The Makefile in folders of a test's own, where stand-ins take the place of Python."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")


def program(path: Path, script: str) -> str:
    """Write a shell script that takes a program's place; return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def ran(*command: Any, folder: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, **options
    )


def make(*arguments: str, folder: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run make without the settings of the `make test` that may have started these tests."""
    plain = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    command = ("make", "--no-print-directory", *arguments)
    return ran(*command, folder=folder, **{"env": plain, **options})


def told(outcome: subprocess.CompletedProcess[str]) -> list[str]:
    """Return what the stand-in for Python was told to do."""
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    lines = outcome.stdout.splitlines()
    return [line.removeprefix("python: ") for line in lines if line.startswith("python: ")]
