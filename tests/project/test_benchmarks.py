"""What `make bench` leaves behind: what was there."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.suite import ASIDE, nothing_built
from tools import files


@pytest.mark.parametrize("stopped", [False, True])
def test_what_the_author_has_built_is_there_again(tmp_path: Path, stopped: bool) -> None:
    mine, its = tmp_path / "_build/mine.txt", tmp_path / "_build/its.txt"
    mine.parent.mkdir()
    mine.touch()
    try:
        with nothing_built(tmp_path):
            assert not mine.parent.exists()
            its.parent.mkdir()
            its.touch()
            if stopped:
                raise KeyboardInterrupt
    except KeyboardInterrupt:
        assert stopped
    assert [path.name for path in tmp_path.rglob("*.txt")] == ["mine.txt"]


def test_where_nothing_was_built_what_is_built_stays(tmp_path: Path) -> None:
    with nothing_built(tmp_path):
        (tmp_path / "_build").mkdir()
    assert (tmp_path / "_build").exists()


def test_what_is_aside_is_never_lost(tmp_path: Path, root: Path) -> None:
    (tmp_path / ASIDE).mkdir()
    with pytest.raises(SystemExit, match="move it back"), nothing_built(tmp_path):
        pass
    assert (tmp_path / ASIDE).exists()
    assert ASIDE in files.ignored(root)
