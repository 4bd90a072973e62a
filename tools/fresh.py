"""Do in a fresh clone what the README tells a reader to do: ``.ci/run`` is this.

::

    python -m tools.fresh                          # the README's two commands
    python -m tools.fresh --then "make pdf"        # and then another
    python -m tools.fresh --only "make test"       # another in their place

The committed state of this checkout is cloned into an empty folder. The commands run there with an
empty HOME, so with no cache, no settings and no browser of the user's, and with few variables: the
program path, the language, and how this machine reaches the network. What pip downloads is kept in
that HOME until the end, as on a reader's first day.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tools.isolated import kept, pip_network, variables

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = 2

#: What a fresh machine has as well.
LANGUAGE = ("LANG", "LC_ALL", "TZ")

FIRST_BLOCK = re.compile(r"^```(?P<language>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


class FreshError(Exception):
    """There is nothing that could be cloned, or no two commands to follow."""


# --- What to run, and where ---------------------------------------------------------------------


def readme_commands(text: str) -> list[str]:
    """Return the two commands of a README: those of its first block of code."""
    block = FIRST_BLOCK.search(text)
    if block is None or block["language"] != "sh":
        raise FreshError("README.md must begin its code with a block of shell commands (```sh)")
    lines = [re.sub(r"(^|\s+)#.*", "", line).strip() for line in block["body"].splitlines()]
    commands = [line for line in lines if line]
    if len(commands) != COMMANDS:
        raise FreshError(
            f"README.md must have exactly {COMMANDS} commands in its first block of code, "
            f"not {len(commands)}: {commands}"
        )
    return commands


def clone(checkout: Path, target: Path) -> str:
    """Clone what is committed in a checkout, which may be shallow or on no branch; return what.

    What is not committed is warned about.
    """
    commit = git("rev-parse", "--verify", "HEAD", folder=checkout)
    if changed := git("status", "--porcelain", folder=checkout):
        print("warning: not committed, and so not in the clone:", file=sys.stderr)
        print(changed, file=sys.stderr, flush=True)
    git("clone", "--quiet", "--no-checkout", str(checkout), str(target), folder=checkout)
    git("checkout", "--quiet", "--detach", commit, folder=target)
    return commit[:10]


def copy(checkout: Path, target: Path) -> None:
    """Copy what git cannot clone, an unpacked archive for instance, without what is built."""
    shutil.rmtree(target, ignore_errors=True)
    built = shutil.ignore_patterns("_build", "build", ".venv*", ".git", "__pycache__", "*.egg-info")
    shutil.copytree(checkout, target, ignore=built, symlinks=True)


def git(*arguments: str, folder: Path) -> str:
    """Run git and return what it prints."""
    try:
        outcome = subprocess.run(
            ["git", *arguments],
            cwd=folder,
            env=variables(),  # whatever a user's settings make of a clone
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise FreshError("there is no git here") from error
    if outcome.returncode:
        raise FreshError(f"git {arguments[0]} failed in {folder}: {outcome.stderr.strip()}")
    return outcome.stdout.rstrip()


def fresh_environment(home: Path) -> dict[str, str]:
    """Return the few variables of a fresh machine, whose Python is the one that runs this."""
    return {
        "LANG": "C.UTF-8",
        **kept(*LANGUAGE),
        **pip_network(),
        "HOME": str(home),
        # Where several stand side by side, `python3` may be another of them.
        "PYTHON": "python{}.{}".format(*sys.version_info),
    }


# --- Running ------------------------------------------------------------------------------------


def follow(checkout: Path, then: Sequence[str] = (), only: Sequence[str] = ()) -> int:
    """Clone a checkout and run the commands there; return the exit code of the first that fails.

    A folder that is not one of git's is copied.
    """
    with tempfile.TemporaryDirectory(prefix="l2reg-", ignore_cleanup_errors=True) as folder:
        home, target = Path(folder, "home"), Path(folder, "book")
        home.mkdir()
        try:
            say(f"A fresh clone of {clone(checkout, target)}")
        except FreshError as error:
            if not (checkout / "README.md").is_file():
                raise
            copy(checkout, target)
            print(f"warning: {error}", file=sys.stderr)
            say("A copy of a folder that git cannot clone")
        commands = list(only) or readme_commands((target / "README.md").read_text("utf-8"))
        environment = fresh_environment(home)
        begin = time.monotonic()
        for command in [*commands, *then]:
            say(command)
            start = time.monotonic()
            code = subprocess.call(
                command, shell=True, cwd=target, env=environment, stdin=subprocess.DEVNULL
            )
            if code:
                say(f"failed after {time.monotonic() - start:.0f} s, exit code {code}: {command}")
                return code if code > 0 else 128 - code
            say(f"passed in {time.monotonic() - start:.0f} s: {command}")
        say(f"All passed in {time.monotonic() - begin:.0f} s")
    return 0


def say(text: str) -> None:
    """Head what follows."""
    print(f"\n== {text}", flush=True)


def main(arguments: Sequence[str] | None = None, checkout: Path = ROOT) -> int:
    """Follow the README in a fresh clone; the exit code of the first command that fails, or 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--then", nargs="+", default=(), help="commands after the README's")
    parser.add_argument("--only", nargs="+", default=(), help="commands in place of the README's")
    options = parser.parse_args(arguments)
    try:
        return follow(checkout, options.then, options.only)
    except (FreshError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
