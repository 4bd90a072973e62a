"""A class's hub: the sizes follow from what was measured, and the settings from the sizes."""

from __future__ import annotations

import copy
import json
import math
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_notebook

from benchmarks import chapters, sizing
from l2reg.sphinx_launch import hub_link
from tools import files


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    return sizing.read()


def settings(root: Path, *names: str) -> dict[str, Any]:
    """Return files of settings, each over those before it, as helm reads them."""

    def over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
        both = {k: over(below[k], v) for k, v in above.items() if isinstance(below.get(k), dict)}
        return below | above | both

    merged: dict[str, Any] = {}
    for name in names:
        merged = over(merged, yaml.safe_load((root / "hub" / name).read_text(encoding="utf-8")))
    return merged


def mib(memory: int | str) -> float:
    """Return MiB: of bytes, or of what JupyterHub alone reads, whose M is a power of 1024."""
    return memory / 2**20 if isinstance(memory, int) else int(memory.removesuffix("M"))


# --- What was measured --------------------------------------------------------------------------


def test_twenty_students_were_measured(measured: dict[str, Any]) -> None:
    assert measured["together"]["students"] == 20
    assert measured["alone"]["students"] == 1
    for side in ("together", "alone"):
        for kind in ("kernel", "server", "hub", "proxy"):
            one = measured[side][kind]
            assert 0 < one["pss"]["median"] <= one["rss"]["median"] <= one["peak_rss"]["most"]


def test_every_chapter_was_measured(root: Path, measured: dict[str, Any]) -> None:
    """A chapter is missing, or gone: run `.venv/bin/python benchmarks/chapters.py --write`."""
    assert set(measured["chapters"]) == {path.stem for path in files.chapters(root)}
    for one in measured["chapters"].values():
        assert one["peak_rss"] > 50
        assert one["cpu_seconds"] > 0


def test_the_two_measurements_agree(measured: dict[str, Any]) -> None:
    """Chapter 3 needs the same among twenty, through a server, as alone, without one."""
    among_twenty = measured["together"]["kernel"]["peak_rss"]["most"]
    assert measured["chapters"]["03_weight_decay"]["peak_rss"] == pytest.approx(among_twenty, 0.1)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone tells a process's highest memory")
def test_the_highest_memory_is_seen(tmp_path: Path) -> None:
    """What a cell had and gave back counts as well, whatever the cells after it need."""
    for name, source in (("bare", "1"), ("greedy", "len(bytearray(b'x') * 2**27)")):
        cells = [new_code_cell(source), new_code_cell("2")]
        nbformat.write(new_notebook(cells=cells), tmp_path / f"{name}.ipynb")
    found = chapters.measure(tmp_path.glob("*.ipynb"))
    assert list(found) == ["bare", "greedy"]
    more = found["greedy"]["peak_rss"] - found["bare"]["peak_rss"]
    assert more == pytest.approx(2**27 / 2**20, rel=0.1)
    assert found["bare"]["cpu_seconds"] > 0


def test_the_report_is_of_what_was_measured(root: Path, measured: dict[str, Any]) -> None:
    """Its tables are those of hub.json: `make hub` and `benchmarks/chapters.py` write both."""
    text = (root / "benchmarks/README.md").read_text(encoding="utf-8")
    assert sizing.between(text, measured) == text


def test_both_are_written_together(tmp_path: Path, measured: dict[str, Any]) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"a\n{sizing.START}\nold\n{sizing.END}\nb\n", encoding="utf-8")
    sizing.write(measured, tmp_path)
    assert json.loads((tmp_path / "hub.json").read_text(encoding="utf-8")) == measured
    text = readme.read_text(encoding="utf-8")
    assert "old" not in text
    assert sizing.class_table(measured) in text
    with pytest.raises(ValueError, match="must have"):
        sizing.between("no place for it", measured)


# --- The sizes ----------------------------------------------------------------------------------


@pytest.fixture
def easy(measured: dict[str, Any]) -> dict[str, Any]:
    """Numbers to reckon with by hand: 100 and 200 MiB, a processor for three seconds each."""
    made = copy.deepcopy(measured)
    for kind, peak in (("server", 100.0), ("kernel", 200.0), ("hub", 300.0), ("proxy", 100.0)):
        made["together"][kind]["peak_rss"] = {"median": 1.0, "most": peak}
        made["together"][kind]["cpu_seconds"] = {"median": 3.0, "most": 9.0}
    made["chapters"] = {"light": {"peak_rss": 9.0, "cpu_seconds": 0.1}}
    return made


def test_sizes_by_hand(easy: dict[str, Any]) -> None:
    """Memory: 1.25 × 300 → 384, 1.25 × 700 → 896 MiB. Processors: 6 s of 120 s are 1/20."""
    assert sizing.size(30, 1.0, easy) == sizing.Size(30, 30, "TLJH", 384, 896, 2, 12, 1, 0)
    # 13 GiB of a node hold 34 students, and it takes 25 disks; 180 and 18 more go on eight.
    assert sizing.size(300, 0.6, easy) == sizing.Size(300, 180, "Z2JH", 384, 896, 32, 128, 8, 18)
    whole = sizing.size(3000, 0.4, easy)
    assert (whole.at_once, whole.placeholders, whole.nodes) == (1200, 120, 53)


def test_what_binds_decides(easy: dict[str, Any]) -> None:
    """Twenty times the work: 3 students a node. Three times the memory: 11. A tenth: 25 disks."""
    easy["together"]["kernel"]["cpu_seconds"]["median"] = 117.0
    assert sizing.size(300, 0.6, easy).nodes == 66  # 198 / 3
    assert sizing.size(30, 1.0, easy).cores == 30
    easy["together"]["kernel"]["cpu_seconds"]["median"] = 3.0
    easy["together"]["kernel"]["peak_rss"]["most"] = 800.0
    assert sizing.size(300, 0.6, easy).nodes == 18  # 198 / 11: 13 GiB, 1,152 MiB each
    for kind in ("server", "kernel"):
        easy["together"][kind]["cpu_seconds"]["median"] = 0.1
        easy["together"][kind]["peak_rss"]["most"] = 10.0
    assert sizing.size(3000, 0.4, easy).nodes == 53  # 1,320 / 25


def test_the_heaviest_chapter_decides(easy: dict[str, Any]) -> None:
    """Memory: 1.25 × 400 → 512, 1.25 × 1,000 → 1,280 MiB. Processors: 24 s of 120 s are 1/5."""
    easy["chapters"] |= {
        "large": {"peak_rss": 300.0, "cpu_seconds": 0.1},
        "slow": {"peak_rss": 9.0, "cpu_seconds": 21.0},
    }
    assert sizing.heaviest(easy, "peak_rss") == ("large", 300.0)
    assert sizing.heaviest(easy, "cpu_seconds") == ("slow", 21.0)
    assert sizing.size(30, 1.0, easy) == sizing.Size(30, 30, "TLJH", 512, 1280, 6, 16, 1, 0)
    assert sizing.size(300, 0.6, easy).nodes == 12  # 198 / 17: 3.5 cores for a fifth each
    table = sizing.chapters_table(easy)
    assert "The most: `large`, 300.0 MiB, and `slow`, 21.0 s." in table
    del easy["chapters"]
    with pytest.raises(KeyError, match="chapters"):
        sizing.size(30, 1.0, easy)


@pytest.mark.parametrize(
    ("students", "online", "named"),
    [(0, 0.5, "students"), (30, 0, "online"), (30, 1.1, "online"), (30, float("nan"), "online")],
)
def test_bad_classes_are_refused(
    measured: dict[str, Any], students: int, online: float, named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        sizing.size(students, online, measured)


# --- The settings -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("students", "names"), [(300, ["values.yaml"]), (3000, ["values.yaml", "values-3000.yaml"])]
)
def test_the_values_are_those_of_the_table(
    root: Path, measured: dict[str, Any], students: int, names: list[str]
) -> None:
    values = settings(root, *names)
    size = sizing.size(students, sizing.ONLINE[students], measured)
    memory = values["singleuser"]["memory"]
    # The chart gives them to Kubernetes as well, whose M is another: bytes are bytes to both.
    assert all(isinstance(one, int) for one in memory.values())
    assert (mib(memory["guarantee"]), mib(memory["limit"])) == (size.guarantee, size.limit)
    server = measured["together"]["server"]["peak_rss"]["most"]
    for chapter, one in measured["chapters"].items():
        assert mib(memory["guarantee"]) >= 1.25 * (server + one["peak_rss"]), chapter
        assert mib(memory["limit"]) >= 1.25 * (server + 3 * one["peak_rss"]), chapter
    assert values["scheduling"]["userPlaceholder"] == {
        "enabled": True,
        "replicas": size.placeholders,
    }
    assert values["hub"]["activeServerLimit"] == size.at_once + size.placeholders
    guaranteed = values["singleuser"]["cpu"]["guarantee"]
    assert guaranteed >= sizing.cores_of_one(measured)
    # As many as the table puts on a node are let onto it, by their processors too.
    pods = math.ceil((size.at_once + size.placeholders) / size.nodes)
    assert pods <= sizing.VOLUMES_ON_A_NODE
    assert pods * guaranteed <= sizing.NODE["cores"] - sizing.NODE_KEEPS["cores"]
    assert values["cull"]["enabled"]
    assert values["cull"]["every"] < values["cull"]["timeout"]
    assert set(values["singleuser"]["image"]) == {"name", "tag"}


def test_the_settings_of_one_machine_are_those_of_the_table(
    root: Path, measured: dict[str, Any]
) -> None:
    config = settings(root, "tljh-config.yaml")
    size = sizing.size(30, 1.0, measured)
    assert mib(config["limits"]["memory"]) == size.limit
    assert config["limits"]["cpu"] <= size.cores
    assert config["services"]["cull"]["every"] < config["services"]["cull"]["timeout"]


# --- Who may come in ----------------------------------------------------------------------------

FIRST_USE = "firstuseauthenticator.FirstUseAuthenticator"


def tljh_admits(config: dict[str, Any]) -> bool:
    """Return whether a student gets in, by the rules and the defaults of TLJH's release 2.

    Its default is FirstUseAuthenticator with `create_users` false, which knows only names that are
    listed, or that an administrator has added by hand. A list of the allowed leaves out all others.
    """
    auth = {"type": FIRST_USE} | config.get("auth", {})
    assert auth["type"] == FIRST_USE, "say here whom it admits"
    allowed = config.get("users", {}).get("allowed", [])
    return bool(allowed) or auth.get("FirstUseAuthenticator", {}).get("create_users", False)


def test_students_may_log_in_on_one_machine(root: Path) -> None:
    config = settings(root, "tljh-config.yaml")
    assert tljh_admits(config)
    assert config["users"]["admin"] == ["teacher"]
    # TLJH reads any other key of `auth` as a class, and stops at one that looks like none.
    assert all(key == "type" or key[0].isupper() for key in config["auth"])
    without = {key: value for key, value in config.items() if key != "auth"}
    assert not tljh_admits(without)
    assert tljh_admits(without | {"users": {"allowed": ["ann"], "admin": ["teacher"]}})


@pytest.mark.parametrize("names", [["values.yaml"], ["values.yaml", "values-3000.yaml"]])
def test_students_may_sign_up_on_a_cluster(root: Path, names: list[str]) -> None:
    """NativeAuthenticator: an administrator, let in at once, lets in the others."""
    config = settings(root, *names)["hub"]["config"]
    assert config["JupyterHub"]["authenticator_class"] == "native"
    native, everybody = config["NativeAuthenticator"], config["Authenticator"]
    assert native.get("enable_signup", True)
    assert everybody["allow_all"] or everybody["allowed_users"]
    assert native["open_signup"] or everybody["admin_users"] == ["teacher"]


def test_the_risk_is_told(root: Path) -> None:
    """The teacher comes first, on both; and the door is closed by the setting that opened it."""
    text = (root / "hub/README.md").read_text(encoding="utf-8")
    one, many = text.split("\n## ")[1:3]
    assert "**Log in as `teacher` at once" in one
    assert "tljh-config set auth.FirstUseAuthenticator.create_users false\n" in one
    assert "**Sign up as `teacher` first" in many


# --- The link -----------------------------------------------------------------------------------


def test_the_guide_shows_the_link_of_the_repository(book: Path, root: Path) -> None:
    text = (book / "book/study-group.html").read_text(encoding="utf-8")
    blocks = [block.get_text() for block in BeautifulSoup(text, "html.parser").find_all("pre")]
    (link,) = [block.strip() for block in blocks if "git-pull" in block]
    repository = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))["repository"]
    parts = urlsplit(link)
    assert parts.path == "/hub/user-redirect/git-pull"
    assert parse_qs(parts.query, strict_parsing=True) == {
        "repo": [repository["url"]],
        "branch": [repository["branch"]],
        "urlpath": [
            f"lab/tree/{urlsplit(repository['url']).path.split('/')[2]}"
            "/notebooks/03_weight_decay.ipynb"
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


@pytest.mark.parametrize("position", range(4))
def test_a_link_with_a_part_missing_is_refused(position: int) -> None:
    arguments = ["https://hub.example.org", "https://git.example.org/a/b", "main", "n.ipynb"]
    arguments[position] = ""
    with pytest.raises(ValueError, match=["hub", "repository", "branch", "notebook"][position]):
        hub_link(*arguments)


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
def test_what_binder_runs_last_installs_what_was_measured(root: Path, tmp_path: Path) -> None:
    """With its hashes, none of which stands in a second place."""
    script = root / "postBuild"
    assert os.access(script, os.X_OK)
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\necho "$*"\n[ "$1" != -m ] || cat\n', encoding="utf-8")
    python.chmod(0o755)
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    outcome = subprocess.run(
        [script], cwd=root, env={"PATH": path}, capture_output=True, text=True, check=True
    )
    command, pin, *hashes, fonts = outcome.stdout.splitlines()
    assert command.startswith("-m pip install ")
    assert "--require-hashes -r /dev/stdin" in command
    assert re.fullmatch(r"nbgitpuller==[\d.]+ \\", pin)
    assert hashes
    assert all(line.strip().startswith("--hash=sha256:") for line in hashes)
    assert fonts == "-c import matplotlib.font_manager"


def test_the_proxy_is_pinned_with_hashes(root: Path) -> None:
    """And names no registry."""
    package = json.loads((root / "hub/proxy/package.json").read_text(encoding="utf-8"))
    lock = json.loads((root / "hub/proxy/package-lock.json").read_text(encoding="utf-8"))
    assert lock["packages"][""]["dependencies"] == package["dependencies"]
    for name, entry in lock["packages"].items():
        assert not name or entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name
