"""The command line in a process of its own."""

import subprocess
import sys
from pathlib import Path


def macapp(folder: Path, *arguments: str, **options) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "macapp", "--library", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, **options)
