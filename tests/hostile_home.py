"""Make a HOME full of a reader's own settings, and run something there.

``python tests/hostile_home.py FOLDER make book`` makes it and runs a command in it. What is built
and tested there must be as with an empty HOME: see tools/isolated.py.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

#: Printed by whatever reads a setting, so that a test finds it in an output.
SIGN = "a setting of a reader"

FILES = {
    ".config/matplotlib/matplotlibrc": """\
        savefig.bbox: tight
        savefig.dpi: 20
        lines.marker: o
        svg.fonttype: none
        figure.constrained_layout.use: True
        axes.formatter.limits: 0, 0
        font.family: serif
        not.a.setting: 1
        """,
    ".ipython/profile_default/ipython_config.py": """\
        c.InlineBackend.figure_formats = {"svg"}
        c.InlineBackend.rc = {"lines.marker": "o"}
        c.InteractiveShell.ast_node_interactivity = "all"
        c.PlainTextFormatter.float_precision = "%.1f"
        c.TerminalInteractiveShell.colors = "Linux"
        """,
    ".ipython/profile_default/startup/mine.py": """\
        import numpy as np
        print("{SIGN}")
        np.set_printoptions(precision=1, legacy="1.13")
        np.seterr(all="raise")
        """,
    ".jupyter/jupyter_config.py": "raise SystemExit('{SIGN}')\n",
    ".jupyter/jupyter_nbconvert_config.py": "c.Exporter.template_name = 'none'\n",
    ".jupyter/jupyter_server_config.py": "raise SystemExit('{SIGN}')\n",
    ".local/share/jupyter/kernels/python3/kernel.json": json.dumps(
        {"argv": ["false"], "display_name": "{SIGN}", "language": "python"}
    ),
    "python/sitecustomize.py": "print('{SIGN}')\n",
    "python/usercustomize.py": "print('{SIGN}')\n",
    "python/nbformat.py": "raise ImportError('{SIGN}')\n",
    "startup.py": "print('{SIGN}')\n",
    "bash_env": "echo {SIGN}; exit 3\n",
    ".docutils": "[general]\nreport_level: 1\nlanguage_code: de\n",
    ".config/pip/pip.conf": "[global]\nuser = true\nno-deps = true\n",
    ".config/git/ignore": "*.py\n*.ipynb\n*.md\n",
    ".gitconfig": """\
        [core]
        autocrlf = true
        quotePath = true
        [color]
        ui = always
        [status]
        showUntrackedFiles = no
        """,
    ".config/ruff/ruff.toml": "line-length = 20\n",
    ".npmrc": "color=always\n",
}

VARIABLES = {
    "BASH_ENV": "{home}/bash_env",
    "BROWSER": "false",
    "CDPATH": "{home}",
    "COLUMNS": "20",
    "DOCUTILSCONFIG": "{home}/.docutils",
    "FORCE_COLOR": "1",
    "GIT_DIR": "{home}/nowhere",
    "GREP_OPTIONS": "--color=always",
    "IPYTHONDIR": "{home}/.ipython",
    "JOBS": "none",
    "JUPYTER_CONFIG_DIR": "{home}/.jupyter",
    "JUPYTER_PATH": "{home}/.local/share/jupyter",
    "JUPYTER_PREFER_ENV_PATH": "0",
    "LANG": "tr_TR.ISO-8859-9",
    "LANGUAGE": "de_DE:tr",
    "LC_ALL": "C",
    "MAKEFLAGS": "-j4",
    "MATPLOTLIBRC": "{home}/.config/matplotlib",
    "MODULES": "none",
    "MPLBACKEND": "pdf",
    "MPLCONFIGDIR": "{home}/.config/matplotlib",
    "NOTEBOOKS": "none.ipynb",
    "NPY_DISABLE_CPU_FEATURES": "AVX2",
    "OMP_NUM_THREADS": "1",
    "PAGER": "false",
    "PIP_NO_BINARY": ":all:",
    "PIP_TARGET": "{home}/packages",
    "PIP_USER": "1",
    "PYTEST_ADDOPTS": "--collect-only -p no:nbval",
    "PYTEST_PLUGINS": "none",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "7",
    "PYTHONIOENCODING": "ascii",
    "PYTHONOPTIMIZE": "2",
    "PYTHONPATH": "{home}/python",
    "PYTHONSAFEPATH": "1",
    "PYTHONSTARTUP": "{home}/startup.py",
    "PYTHONUTF8": "0",
    "PYTHONWARNINGS": "error",
    "SOURCE_DATE_EPOCH": "1",
    "SPHINXOPTS": "-D language=de",
    "TZ": "Asia/Seoul",
    "XDG_CONFIG_HOME": "{home}/.config",
    "XDG_DATA_HOME": "{home}/.local/share",
}


def hostile_home(home: Path) -> dict[str, str]:
    """Write the files below a folder, and return the environment of a reader who has them."""
    for name, text in FILES.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [line.removeprefix(" " * 8) for line in text.splitlines()]
        path.write_text("\n".join(lines).replace("{SIGN}", SIGN) + "\n", encoding="utf-8")
    found = {name: value.replace("{home}", str(home)) for name, value in VARIABLES.items()}
    return {**os.environ, **found, "HOME": str(home)}


if __name__ == "__main__":
    environment = hostile_home(Path(sys.argv[1]).resolve())
    sys.exit(subprocess.run(sys.argv[2:], env=environment, check=False).returncode)
