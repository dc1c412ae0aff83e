"""The entry point of a bundle works without a terminal."""

import os
import subprocess
import sys
from pathlib import Path

from bundle.build_step import ROOT


def test_where_there_is_no_terminal_nothing_is_printed_and_nothing_breaks(tmp_path: Path) -> None:
    entry = ROOT / "packaging" / "bundle" / "entry.py"
    told = f'exec "{sys.executable}" "{entry}" --library "{tmp_path / "library"}" "$@" >&- 2>&-'
    for arguments, code in (("list",), 0), (("show", "nothing"), 2):
        ran = subprocess.run(
            ["sh", "-c", told, "sh", *arguments], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        assert ran.returncode == code
