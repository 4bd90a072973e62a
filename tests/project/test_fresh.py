"""tools/fresh.py does what the README says in a clone that has nothing of the user's."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import fresh

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or shutil.which("git") is None, reason="needs git and sh"
)
SEEN = 'echo "$HOME:$(ls -A "$HOME" | wc -l):$SECRET:$XDG_CACHE_HOME:$PWD"; env > "$HOME/seen"'
GIT = ("git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """A function that commits a README, with these commands, in a repository of its own."""
    monkeypatch.setattr(fresh, "pip_network", dict)  # a third of a second, and tested below

    def commit(*commands: str) -> Path:
        folder = tmp_path / "checkout"
        folder.mkdir()
        text = "\n".join(["# A book\n", "```sh", *commands, "```\n", "```sh", "rm book", "```\n"])
        (folder / "README.md").write_text(text, encoding="utf-8")
        for command in ("init", "add .", "commit -m Book", "checkout --detach"):
            subprocess.run([*GIT, *command.split()], cwd=folder, check=True, capture_output=True)
        return folder

    return commit


def test_both_commands_run_in_a_clone_with_an_empty_home(
    checkout: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """What is not committed is named and left out."""
    for name in ("SECRET", "XDG_CACHE_HOME", "PIP_CACHE_DIR"):
        monkeypatch.setenv(name, "mine")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.invalid")
    folder = checkout(f"{SEEN}  # the first", "", "# a remark", 'ls; cat "$HOME/seen" README.md')
    (folder / "new.py").touch()
    (folder / "README.md").write_text("altered", encoding="utf-8")
    assert fresh.main(["--then", "echo third"], folder) == 0
    out, err = capfd.readouterr()
    assert err.splitlines()[1:] == [" M README.md", "?? new.py"]
    assert "new.py" not in out
    assert "altered" not in out
    (seen,) = [line for line in out.splitlines() if line.endswith("/book") and ":0:" in line]
    home, files, secret, cache, place = seen.split(":")
    assert (files.strip(), secret, cache) == ("0", "", "")
    assert Path(home).parent == Path(place).parent != folder.parent
    assert not Path(home).exists()
    assert "HTTPS_PROXY=http://proxy.invalid\n" in out
    assert "PIP_CACHE_DIR" not in out
    assert "\nthird\n" in out


@pytest.mark.parametrize(
    ("commands", "code", "reached"),
    [(("exit 7", "echo reached"), 7, False), (("echo reached", "kill -9 $$"), 137, True)],
)
def test_it_fails_as_the_command_that_fails(
    checkout: Callable[..., Path],
    capfd: pytest.CaptureFixture[str],
    commands: tuple[str, str],
    code: int,
    reached: bool,
) -> None:
    assert fresh.main(["--then", "echo never"], checkout(*commands)) == code
    out, _ = capfd.readouterr()
    assert ("\nreached\n" in out) == reached
    assert "never" not in out


def test_a_folder_without_git_is_copied(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """An unpacked archive; what was built in it stays behind."""
    folder = tmp_path / "archive"
    (folder / "_build").mkdir(parents=True)
    (folder / "README.md").write_text("```sh\nls -a\npwd\n```\n", encoding="utf-8")
    assert fresh.main([], folder) == 0
    printed, _ = capfd.readouterr()
    assert "README.md" in printed
    assert "_build" not in printed


def test_the_machines_index_and_python_are_kept_and_pips_cache_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "pip.conf"
    settings.write_text("[global]\nextra-index-url = https://example.org/simple\ncache-dir = a\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
    monkeypatch.setenv("PIP_CACHE_DIR", "b")
    environment = fresh.fresh_environment(tmp_path)
    assert environment["PIP_EXTRA_INDEX_URL"] == "https://example.org/simple"
    assert not {"PIP_CACHE_DIR", "PIP_CONFIG_FILE"} & set(environment)
    found = shutil.which(environment["PYTHON"], path=environment["PATH"])
    assert Path(found).parent == Path(sys.base_prefix, "bin")
