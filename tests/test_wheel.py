"""The wheel, as it would be installed: into a clean environment, used from another folder."""

import json
import os
import subprocess
import sys
from pathlib import Path

from PIL import Image

from starter_model import checker

ROOT = Path(__file__).parents[1]


def run(*command: object, **options) -> str:
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_built_wheel_makes_a_picture_in_a_clean_environment(tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path / "dist", ROOT)
    [wheel] = (tmp_path / "dist").glob("*.whl")
    run(sys.executable, "-m", "venv", tmp_path / "clean")
    python = tmp_path / "clean" / "bin" / "python"
    constraints = ROOT / "packaging" / "constraints" / "current.txt"
    run(python, "-m", "pip", "install", "--quiet", "-c", constraints, wheel)
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
