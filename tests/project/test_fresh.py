"""tools/fresh.py does what the README says in a clone that has nothing of the user's."""

from __future__ import annotations

import os
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


def git(folder: Path, *arguments: str) -> None:
    subprocess.run([*GIT, *arguments], cwd=folder, check=True, capture_output=True)


def readme(*commands: str) -> str:
    return "\n".join(["# A book", "", "```sh", *commands, "```", "", "```sh", "rm book", "```", ""])


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """A function that commits a README, with these commands, in a repository of its own."""
    monkeypatch.setattr(fresh, "pip_network", dict)  # a third of a second, and tested below

    def commit(*commands: str) -> Path:
        folder = tmp_path / "checkout"
        folder.mkdir()
        (folder / "README.md").write_text(readme(*commands), encoding="utf-8")
        git(folder, "init", "--quiet")
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "-m", "A book")
        return folder

    return commit


def test_both_commands_run_in_a_clone_with_an_empty_home(
    checkout: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    for name in ("SECRET", "XDG_CACHE_HOME", "PIP_CACHE_DIR"):
        monkeypatch.setenv(name, "mine")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.invalid")
    folder = checkout(f"{SEEN}  # the first", "", "# a remark", 'cat "$HOME/seen"')
    git(folder, "checkout", "--quiet", "--detach")
    assert fresh.main(["--then", "echo third"], folder) == 0
    out, err = capfd.readouterr()
    assert err == ""
    (seen,) = [line for line in out.splitlines() if line.endswith("/book") and ":" in line]
    home, files, secret, cache, place = seen.split(":")
    assert (files.strip(), secret, cache) == ("0", "", "")
    assert Path(home).parent == Path(place).parent != folder.parent
    assert not Path(home).exists()
    assert "HTTPS_PROXY=http://proxy.invalid\n" in out
    assert "PIP_CACHE_DIR" not in out
    assert out.index('cat "$HOME/seen"') < out.index("echo third") < out.index("\nthird\n")
    assert out.splitlines()[-1].startswith("== All passed in ")


def test_a_shallow_checkout_on_no_branch_is_cloned_too(
    checkout: Callable[..., Path], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """As a hosted runner makes them."""
    folder = checkout("echo old", "true")
    (folder / "README.md").write_text(readme("echo new", "true"), encoding="utf-8")
    git(folder, "commit", "--quiet", "--all", "-m", "Another")
    shallow = tmp_path / "shallow"
    shallow.mkdir()
    git(shallow, "init", "--quiet")
    git(shallow, "fetch", "--quiet", "--depth", "1", folder.as_uri(), "HEAD")
    git(shallow, "checkout", "--quiet", "--detach", "FETCH_HEAD")
    assert fresh.main([], shallow) == 0
    assert "\nnew\n" in capfd.readouterr().out


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
    assert out.splitlines()[-1].startswith("== failed after 0 s")


def test_what_is_not_committed_is_named_and_left_out(
    checkout: Callable[..., Path], capfd: pytest.CaptureFixture[str]
) -> None:
    folder = checkout("ls", "cat README.md")
    (folder / "new.py").touch()
    (folder / "README.md").write_text("altered", encoding="utf-8")
    assert fresh.main([], folder) == 0
    out, err = capfd.readouterr()
    assert err.splitlines()[1:] == [" M README.md", "?? new.py"]
    assert "new.py" not in out
    assert "altered" not in out


def test_other_commands_in_place_of_the_readmes(
    checkout: Callable[..., Path], capfd: pytest.CaptureFixture[str]
) -> None:
    assert fresh.main(["--only", "echo alone"], checkout("exit 1", "exit 1")) == 0
    assert "\nalone\n" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# A book\n", "must begin its code"),
        ("```python\nmake\ntest\n```\n```sh\nmake book\nmake test\n```\n", "must begin its code"),
        (readme("make book"), "not 1: "),
        (readme("make book", "# make test"), "not 1: "),
        (readme("make book", "make test", "make pdf"), "not 3: "),
        (readme(), "not 0: "),
    ],
)
def test_the_first_block_has_two_commands_or_it_is_an_error(text: str, message: str) -> None:
    with pytest.raises(fresh.FreshError, match=message):
        fresh.readme_commands(text)


def test_the_readmes_are_these(root: Path) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    assert fresh.readme_commands(text) == ["make book", "make test"]


def test_nothing_to_follow_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fresh.main([], tmp_path) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("git rev-parse failed in ")
    assert err.count("\n") == 1


def test_a_folder_without_git_is_copied(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """An unpacked archive; what was built in it stays behind."""
    folder = tmp_path / "archive"
    (folder / "_build").mkdir(parents=True)
    (folder / "README.md").write_text("```sh\nls -a\npwd\n```\n", encoding="utf-8")
    assert fresh.main([], folder) == 0
    printed, said = capfd.readouterr()
    assert "warning: git rev-parse failed" in said
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
    assert found is not None
    assert Path(found).parent == Path(sys.base_prefix, "bin")
    assert os.environ["PATH"] in environment["PATH"]
