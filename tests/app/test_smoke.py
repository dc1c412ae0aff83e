"""`macapp --smoke`: the self-test of the program, which the build runs in the bundle."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import load_file, save_file

from macapp.__main__ import main
from macapp.app.smoke import GALLERY, PICTURE, WINDOW
from macapp.library.metadata import recipe
from starter_model import checker
from tests.support import children

ROOT = Path(__file__).resolve().parents[2]
WEIGHTS = "starter-model/unet/diffusion_pytorch_model.safetensors"


def run_smoke(*arguments: str, home: Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the self-test in a new interpreter, which reads its home and its resources as a user's does."""
    command = [sys.executable, "-m", "macapp", "--smoke", *arguments]
    environment = {**os.environ, "HOME": str(home), "OMP_NUM_THREADS": "1"}  # where Easel would write its files
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the program without one of its weight files."""
    for each in ("macapp", "resources"):
        shutil.copytree(ROOT / each, tmp_path / each, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "resources" / WEIGHTS).unlink()
    return tmp_path


def test_it_draws_a_red_heart_and_leaves_nothing_behind(tmp_path: Path, home: Path) -> None:
    """On the display of this process, as with `--shown` on a Mac."""
    screenshot, kept = tmp_path / "window.png", tmp_path / "kept"
    ran = run_smoke("--device", "cpu", "--shown", "--screenshot", str(screenshot), "--library", str(kept), home=home)
    assert (ran.returncode, ran.stderr) == (0, "")
    with Image.open(screenshot) as image:
        assert image.width > 900, "the whole window"
        assert len(image.convert("RGB").getcolors(2**24) or ()) > 1000, "with the picture in it"
    assert ran.stdout.splitlines() == [WINDOW, PICTURE, GALLERY]
    assert list(home.iterdir()) == []
    [file] = (tmp_path / "kept").glob("*/*.png")
    with Image.open(file) as image:
        assert checker.look(image) == checker.Seen("white", "red", "heart")
    found = recipe.read(file)
    assert found is not None
    assert (found.request.seed, found.made_with["device"]) == (7, "cpu")


def test_a_missing_weight_file_is_one_sentence(copy: Path, home: Path) -> None:
    ran = run_smoke(home=home, cwd=copy)
    assert ran.returncode == 3
    assert ran.stderr.splitlines() == [
        "macapp: This copy of Easel is incomplete: its Starter model is missing or damaged. Replace it with a new copy."
    ]


def test_a_heart_that_is_not_red_fails_in_one_sentence(copy: Path, home: Path) -> None:
    """The starter model is complete, but its autoencoder swaps red and blue."""
    unet, vae = (
        copy / "resources" / WEIGHTS,
        copy / "resources" / "starter-model/vae/diffusion_pytorch_model.safetensors",
    )
    shutil.copyfile(ROOT / "resources" / WEIGHTS, unet)
    weights = load_file(vae)
    for each in ("decoder.conv_out.weight", "decoder.conv_out.bias"):
        weights[each] = np.ascontiguousarray(weights[each][::-1])
    save_file(weights, vae)
    ran = run_smoke("--device", "cpu", home=home, cwd=copy)
    assert ran.returncode == 3
    assert ran.stdout.splitlines() == [WINDOW, PICTURE]
    [said] = ran.stderr.splitlines()
    assert re.fullmatch(
        r"macapp: The first picture is not what was requested: \(\d+, \d+, 2\d\d\) in its middle, .* in a corner\.",
        said,
    )


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--device", "mps"], 3, "PyTorch cannot use mps on this machine"),
        (["--device", "abacus"], 2, "invalid choice: 'abacus'"),
        (["--banana"], 2, "unrecognized arguments: --banana"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(arguments: list[str], code: int, words: str) -> None:
    ran = children.run(["-m", "macapp", "--smoke", *arguments], engine=True, capture_output=True, text=True)
    assert ran.returncode == code
    [said] = ran.stderr.splitlines()
    assert words in said


def test_a_device_for_the_window_needs_no_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--device", "abacus"]) == 2
    assert "invalid choice" in capsys.readouterr().err
