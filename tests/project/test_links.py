"""tools/links.py finds what is dead, and a machine without a network is no failure."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.serve import serving
from tools import links

NOWHERE = "http://nowhere.invalid/page"  # a name that no resolver knows (RFC 2606)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A document; what it links to is written by the test."""
    return tmp_path / "README.md"


def test_dead_links_are_named_where_others_answer(
    document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "host").mkdir()
    (tmp_path / "host/here.html").write_text('<p id="part">Here</p>', encoding="utf-8")
    with serving(tmp_path / "host") as host:
        document.write_text(
            f"# A book\n\n[here]({host}/here.html) [part]({host}/here.html#part) <{NOWHERE}>\n\n"
            f"Bare: {host}/gone.html and [none]({host}/here.html#none), [file](gone.md).\n"
            f"In code: `{host}/code.html`.\n",
            encoding="utf-8",
        )
        assert links.main([str(document)]) == 1
    *lines, last = capsys.readouterr().out.splitlines()
    assert last == "5 external addresses, 3 dead."
    assert sorted(line.split(" (")[0] for line in lines) == sorted(
        [
            f"README.md:3: dead: no answer: {NOWHERE}",
            f"README.md:5: dead: {host}/gone.html",
            f"README.md:5: dead: {host}/here.html#none",
        ]
    )


def test_without_a_network_it_says_so_and_passes(
    document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document.write_text(f"# A book\n\n<{NOWHERE}>\n", encoding="utf-8")
    assert links.main([str(document)]) == 0
    said = "1 external addresses, and no host answers: no network, none checked.\n"
    assert capsys.readouterr().out == said


def entry(status: str, info: str = "") -> dict[str, object]:
    found = {"filename": "a.md", "lineno": 3, "uri": "https://example.org/a", "code": 0}
    return {**found, "status": status, "info": info}


@pytest.mark.parametrize(
    ("status", "info", "state"),
    [
        ("working", "", "fine"),
        ("redirected", "https://example.org/b", "fine"),
        ("broken", "404 Client Error: Not Found for url: https://example.org/a", "dead"),
        ("broken", "Anchor 'x' not found", "dead"),
        ("broken", "403 Client Error: Forbidden for url: https://example.org/a", "refused"),
        ("ignored", "service unavailable", "refused"),
        ("broken", "HTTPSConnectionPool(host='example.org'): Failed to resolve", "silent"),
        ("broken", "Unable to connect to proxy: Tunnel connection failed: 403", "silent"),
        ("timeout", "Read timed out. (read timeout=15)", "silent"),
    ],
)
def test_what_an_answer_means(status: str, info: str, state: str) -> None:
    assert links.link(entry(status, info)).state == state


@pytest.mark.parametrize(
    ("states", "code", "last"),
    [
        (["fine", "refused"], 0, "2 external addresses, 0 dead."),
        (["fine", "silent"], 1, "2 external addresses, 1 dead."),
        (["refused", "dead"], 1, "2 external addresses, 1 dead."),
        ([], 0, "0 external addresses, 0 dead."),
    ],
)
def test_verdict(
    states: list[str], code: int, last: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = [links.Link(f"https://{i}.org", "a:1", state, "") for i, state in enumerate(states)]
    assert links.report(found) == code
    assert capsys.readouterr().out.splitlines()[-1] == last


def test_documents_that_are_not_there_are_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert links.main([str(tmp_path / "none.md")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1


def test_every_document_is_asked_that_is_no_page_of_the_book(root: Path) -> None:
    """Each once and by its own place, wherever it lies: three of them are called README.md."""
    found = [path.relative_to(root).as_posix() for path in links.documents_of(root)]
    assert {"README.md", "benchmarks/README.md", "hub/README.md", "CITATION.cff"} <= set(found)
    assert not [name for name in found if name.startswith(("book/", "_build/", ".venv"))]
    assert len(found) == len(set(found))


def test_documents_of_one_name_are_kept_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "ROOT", tmp_path)
    for name in ("README.md", "hub/README.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        text = f"# A book\n\n<{NOWHERE}?{Path(name).parent.name}>\n"
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = links.of_documents([tmp_path / "README.md", tmp_path / "hub/README.md"])
    assert {one.place for one in found} == {"README.md:3", "hub/README.md:3"}
