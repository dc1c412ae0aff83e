"""The command line in a process of its own."""

import subprocess
from pathlib import Path
from typing import Any

from tests.support import children

WITH_ENGINE = {"generate", "run", "repeat"}


def macapp(folder: Path, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command on the library in `folder`; return its exit code and what it printed."""
    command = ["-m", "macapp", "--library", str(folder), *arguments]
    engine = arguments[0] in WITH_ENGINE
    return children.run(command, engine=engine, capture_output=True, text=True, timeout=120, **options)
