"""The wheel, as it would be installed: in a clean environment with what it asks for alone, used from elsewhere."""

import json
import os
import subprocess
import sys
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from PIL import Image

from starter_model import checker

ROOT = Path(__file__).parents[1]


def run(*command: object, **options) -> str:
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def needed(installed: Distribution, extras: frozenset[str] = frozenset()) -> dict[str, Distribution]:
    """Return what a distribution asks for, and what that asks for; all of it is here, in the versions asked for."""
    found: dict[str, Distribution] = {}
    waiting = [(installed, extras)]
    while waiting:
        asking, extras = waiting.pop()
        for line in asking.requires or ():
            asked = Requirement(line)
            if asked.marker and not any(asked.marker.evaluate({"extra": extra}) for extra in (extras or {""})):
                continue
            there = distribution(asked.name)
            assert asked.specifier.contains(there.version, prereleases=True), f"{line}: {there.version} is here"
            if asked.name.lower() not in found or asked.extras:
                found[asked.name.lower()] = there
                waiting.append((there, frozenset(asked.extras)))
    return found


def lend(libraries: dict[str, Distribution], folder: Path) -> None:
    """Put links to the files of these libraries into an environment: copies of PyTorch take a minute."""
    for each in libraries.values():
        for name in {file.parts[0] for file in each.files or () if file.parts[0] != ".."}:
            if not (folder / name).exists() and name != "__pycache__":
                (folder / name).symlink_to(Path(str(each.locate_file(name))))


def test_the_built_wheel_makes_a_picture_in_a_clean_environment(tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path / "dist", ROOT)
    [wheel] = (tmp_path / "dist").glob("*.whl")
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "clean")
    python = tmp_path / "clean" / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel)
    [folder] = (tmp_path / "clean").glob("lib/python*/site-packages")
    [made_of] = folder.glob("*.dist-info")
    lend(needed(Distribution.at(made_of)), folder)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    order = ["generate", "a red heart on a white background", "--seed", "7", "--json"]
    made = run(
        tmp_path / "clean" / "bin" / "macapp", "--library", tmp_path / "library", *order, cwd=elsewhere, env=environment
    )
    with Image.open(json.loads(made)["path"]) as image:
        assert checker.look(image) == checker.Seen("white", "red", "heart")
    where = run(python, "-c", "import macapp; print(macapp.__file__)", cwd=elsewhere, env=environment).strip()
    assert where.startswith(str(tmp_path / "clean"))
