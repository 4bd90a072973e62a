"""A class's hub: who may come in, the link for the students, and what Binder reads."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup

from l2book.sphinx.launch import hub_link
from tests.project.make import program, ran


def settings(root: Path, *names: str) -> dict[str, Any]:
    """Return files of settings, each over those before it, as helm reads them."""

    def over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
        both = {k: over(below[k], v) for k, v in above.items() if isinstance(below.get(k), dict)}
        return below | above | both

    merged: dict[str, Any] = {}
    for name in names:
        merged = over(merged, yaml.safe_load((root / "hub" / name).read_text(encoding="utf-8")))
    return merged


# --- Who may come in ----------------------------------------------------------------------------


def test_students_may_log_in_on_one_machine(root: Path) -> None:
    """TLJH's default lets in names that are listed; a list of the allowed leaves out all others."""
    config = settings(root, "tljh-config.yaml")
    assert config["auth"]["type"] == "firstuseauthenticator.FirstUseAuthenticator"
    assert config["auth"]["FirstUseAuthenticator"]["create_users"]
    assert config["users"] == {"admin": ["teacher"]}
    # TLJH reads any other key of `auth` as a class, and stops at one that looks like none.
    assert all(key == "type" or key[0].isupper() for key in config["auth"])


@pytest.mark.parametrize("names", [["values.yaml"], ["values.yaml", "values-3000.yaml"]])
def test_students_may_sign_up_on_a_cluster(root: Path, names: list[str]) -> None:
    """NativeAuthenticator: an administrator, let in at once, lets in the others."""
    config = settings(root, *names)["hub"]["config"]
    assert config["JupyterHub"]["authenticator_class"] == "native"
    native, everybody = config["NativeAuthenticator"], config["Authenticator"]
    assert native.get("enable_signup", True)
    assert everybody["allow_all"] or everybody["allowed_users"]
    assert native["open_signup"] or everybody["admin_users"] == ["teacher"]


# --- The link -----------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["", "ko/"])
def test_the_guide_shows_the_link_of_the_repository(book: Path, root: Path, folder: str) -> None:
    """To the notebooks of its language: `make publish` puts those of others on a branch."""
    guide = book / folder / "book/study-group.html"
    if not guide.exists():
        pytest.skip("this book is built in one language")
    text = guide.read_text(encoding="utf-8")
    blocks = [block.get_text() for block in BeautifulSoup(text, "html.parser").find_all("pre")]
    (link,) = [block.strip() for block in blocks if "git-pull" in block]
    repository = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))["repository"]
    parts = urlsplit(link)
    assert parts.path == "/hub/user-redirect/git-pull"
    assert parse_qs(parts.query, strict_parsing=True) == {
        "repo": [repository["url"]],
        "branch": ["translations" if folder else repository["branch"]],
        "urlpath": [
            f"lab/tree/{urlsplit(repository['url']).path.split('/')[2]}"
            f"/{folder}notebooks/03_weight_decay.ipynb"
        ],
    }


def test_a_link_by_hand() -> None:
    """The folder that nbgitpuller makes is the last part of the address, `.git` and all."""
    link = hub_link(
        "https://h.example.org/class/", "https://git.example.org/a/b c.git", "x&y", "n.ipynb"
    )
    assert link == (
        "https://h.example.org/class/hub/user-redirect/git-pull"
        "?repo=https%3A%2F%2Fgit.example.org%2Fa%2Fb%20c.git"
        "&urlpath=lab%2Ftree%2Fb%20c.git%2Fn.ipynb&branch=x%26y"
    )


# --- Binder's files -----------------------------------------------------------------------------


def test_binder_finds_what_it_reads(root: Path) -> None:
    """repo2docker reads only a folder `binder` or `.binder` where there is one."""
    assert not (root / "binder").exists()
    assert not (root / ".binder").exists()
    assert not (root / "environment.yml").exists()  # it would be read in place of requirements.txt
    assert re.fullmatch(r"python-3\.\d+\n", (root / "runtime.txt").read_text(encoding="utf-8"))
    oldest = re.search(r'requires-python = ">=(.*?)"', (root / "pyproject.toml").read_text("utf-8"))
    assert (root / "runtime.txt").read_text(encoding="utf-8") == f"python-{oldest[1]}\n"


@pytest.mark.skipif(os.name == "nt", reason="Binder has bash, this system may not")
def test_binder_installs_the_pinned_nbgitpuller_last(root: Path, tmp_path: Path) -> None:
    script = root / "postBuild"
    assert os.access(script, os.X_OK)
    program(tmp_path / "python", 'echo "$*"')
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    outcome = ran(script, folder=root, env={"PATH": path})
    command, fonts = outcome.stdout.splitlines()
    assert command.startswith("-m pip install ")
    assert command.endswith("--require-hashes -r hub/nbgitpuller.txt")
    pin, *hashes = (root / "hub/nbgitpuller.txt").read_text(encoding="utf-8").splitlines()[1:]
    assert re.fullmatch(r"nbgitpuller==[\d.]+ \\", pin)
    assert all(line.strip().startswith("--hash=sha256:") for line in hashes)
    assert fonts == "-c import matplotlib.font_manager"
