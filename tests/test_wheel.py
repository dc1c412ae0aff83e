"""The wheel, as it would be installed: in a clean environment with what it asks for alone, used from elsewhere."""

import json
import os
import subprocess
import sys
import sysconfig
from email.parser import Parser
from importlib.metadata import Distribution, distribution
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from PIL import Image

from bundle.wheel import NAME
from macapp import __version__
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


def asked_for(wheel: Path) -> list[str]:
    """Return the names of the libraries that a wheel asks for."""
    with ZipFile(wheel) as opened:
        [metadata] = [name for name in opened.namelist() if name.endswith(".dist-info/METADATA")]
        lines = Parser().parsestr(opened.read(metadata).decode()).get_all("Requires-Dist", [])
    return [Requirement(line).name for line in lines]


def lend(libraries: dict[str, Distribution], folder: Path) -> None:
    """Put links to the files of these libraries into an environment: copies of PyTorch take a minute."""
    for each in libraries.values():
        for name in {file.parts[0] for file in each.files or () if file.parts[0] != ".."}:
            if not (folder / name).exists() and name != "__pycache__":
                (folder / name).symlink_to(Path(str(each.locate_file(name))))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT)
    assert [each.name for each in folder.iterdir()] == [NAME]
    return folder / NAME


def without_python(**more: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**clean, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", **more}


def test_uvx_runs_the_wheel_from_its_file(wheel: Path, tmp_path: Path) -> None:
    """As `uvx --from FILE macapp`; its libraries are those that are here, so that none is loaded from the network."""
    (tmp_path / "none.txt").write_text("".join(f"{name} ; sys_platform == 'never'\n" for name in asked_for(wheel)))
    environment = without_python(PYTHONPATH=sysconfig.get_path("purelib"), UV_CACHE_DIR=str(tmp_path / "cache"))
    uvx = [sys.executable, "-m", "uv", "tool", "run", "--offline", "--no-config", "--python", sys.executable]
    command = [*uvx, "--overrides", tmp_path / "none.txt", "--from", wheel, "macapp"]
    assert run(*command, "--version", cwd=tmp_path, env=environment) == f"Easel {__version__}\n"
    said = run(*command, "doctor", "--json", cwd=tmp_path, env=environment)
    assert "starter" in json.loads(said)["models"], "the resources are in the wheel"


def test_the_built_wheel_makes_a_picture_in_a_clean_environment(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "clean")
    python = tmp_path / "clean" / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel)
    [folder] = (tmp_path / "clean").glob("lib/python*/site-packages")
    [made_of] = folder.glob("*.dist-info")
    lend(needed(Distribution.at(made_of)), folder)
    environment = without_python()
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
