"""Fetching models, from a hub of our own on the loopback address, through the real huggingface_hub and command line."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from macapp.checkpoints.downloads import Wanted, needed
from macapp.checkpoints.shelf import Shelf
from macapp.errors import BadRequest
from macapp.paths import Places
from tests.hub import COMMIT, Hub, serving


@pytest.fixture
def hub(tiny_model: Path, tmp_path: Path) -> Iterator[Hub]:
    """A hub that has the tiny model, with files beside that nobody needs."""
    folder = Path(shutil.copytree(tiny_model, tmp_path / "repository"))
    shutil.rmtree(folder / "tokenizer-files", ignore_errors=True)
    (folder / "unet" / "diffusion_pytorch_model.bin").write_bytes(b"\x80pickle")
    (folder / "whole.safetensors").write_bytes(b"x" * 100)
    (folder / "README.md").write_text("# a model")
    with serving(folder) as served:
        yield served


@pytest.fixture
def fetched(hub: Hub, tmp_path: Path):
    """Run `macapp models download` in a process of its own."""

    def run(repository: str = "someone/model") -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "HF_ENDPOINT": hub.endpoint, "HF_HOME": str(tmp_path / "hub-home")}
        environment |= {"HF_HUB_OFFLINE": "1", "NO_PROXY": "127.0.0.1"}
        command = [sys.executable, "-m", "macapp", "--library", str(tmp_path / "library"), "models", "download"]
        return subprocess.run(
            [*command, repository, "--json"], env=environment, capture_output=True, text=True, timeout=120
        )

    return run


def test_what_is_needed_is_fetched_and_nothing_else(fetched, hub: Hub, tmp_path: Path) -> None:
    done = fetched()
    assert done.returncode == 0, done.stderr
    asked = {name for name, _ in hub.asked}
    assert "unet/diffusion_pytorch_model.safetensors" in asked
    assert not asked & {"unet/diffusion_pytorch_model.bin", "whole.safetensors", "README.md"}
    model = json.loads(done.stdout)
    assert (model["kind"], model["family"]) == ("checkpoint", "Stable Diffusion")
    assert COMMIT in model["path"]
    assert [each.id for each in Shelf(Places.under(tmp_path / "library")).all("checkpoint")][1:] == [model["id"]]
    hub.asked.clear()
    assert fetched(f"someone/model@{COMMIT}").returncode == 0
    assert hub.asked == [], "it is in the shared cache already"


def test_a_fetched_model_makes_a_picture(fetched, tmp_path: Path) -> None:
    model = json.loads(fetched().stdout)
    command = [sys.executable, "-m", "macapp", "--library", str(tmp_path / "library"), "generate", "a red heart"]
    made = subprocess.run([*command, "--model", model["id"], "--steps", "2"], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr


def test_a_connection_that_is_cut_goes_on_where_it_was(fetched, hub: Hub) -> None:
    size = len(hub.files["unet/diffusion_pytorch_model.safetensors"])
    hub.cut_after = size * 2 // 3
    done = fetched()
    assert done.returncode == 0, done.stderr
    ranges = [span for name, span in hub.asked if name.startswith("unet/") and name.endswith(".safetensors")]
    assert any(span and not span.startswith("bytes=0-") for span in ranges), ranges


def test_bytes_that_are_wrong_are_thrown_away(fetched, hub: Hub) -> None:
    hub.lies = True
    done = fetched()
    assert done.returncode == 3
    assert "did not come as the hub says it is" in done.stderr
    hub.lies = False
    assert fetched().returncode == 0


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "does not exist, or only for those who are signed in"),
        (403, "accept its licence"),
        (404, "no repository someone/model"),
        (429, "asks for a pause"),
        (500, "a fault of its own (500)"),
    ],
)
def test_what_the_hub_says_has_a_sentence_of_its_own(fetched, hub: Hub, status: int, words: str) -> None:
    hub.status = status
    done = fetched()
    assert done.returncode in (2, 3)
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_gated_model_comes_with_the_token_of_the_keychain(fetched, hub: Hub, tmp_path: Path, monkeypatch) -> None:
    secret = "hf_" + "s" * 30
    hub.token = secret
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.keychain.Kept")
    monkeypatch.setenv("TEST_KEYCHAIN", str(tmp_path / "keychain.json"))
    assert "accept its licence" in fetched().stderr
    command = [sys.executable, "-m", "macapp", "--library", str(tmp_path / "library"), "models"]
    kept = subprocess.run([*command, "sign-in"], input=secret + "\n", capture_output=True, text=True)
    assert (kept.returncode, kept.stdout + kept.stderr) == (0, "")
    done = fetched()
    assert done.returncode == 0, done.stderr
    written = [each for each in (tmp_path / "library").rglob("*") if each.is_file()]
    assert not any(secret.encode() in each.read_bytes() for each in written), "nowhere but in the Keychain"
    assert subprocess.run([*command, "sign-out"]).returncode == 0
    assert json.loads((tmp_path / "keychain.json").read_text()) == {}
    wrong = subprocess.run([*command, "sign-in"], input="not a token\n", capture_output=True, text=True)
    assert wrong.returncode == 2
    assert "no token of the hub" in wrong.stderr


def test_a_network_that_asks_to_sign_in_and_none_at_all(fetched, hub: Hub) -> None:
    hub.portal = True
    assert "is not the hub" in fetched().stderr
    hub.portal = False
    hub.endpoint = "http://127.0.0.1:9"
    assert "cannot be reached" in fetched().stderr
    assert (
        "no revision v9" in fetched("someone/model@v9").stderr
        or "cannot be reached" in fetched("someone/model@v9").stderr
    )


def test_a_revision_that_is_not_there_is_said(fetched) -> None:
    done = fetched("someone/model@v9")
    assert "has no revision v9" in done.stderr


@pytest.mark.parametrize(
    "name",
    ["../../etc", "a/b/../c", "/abs/path", "C:\\x", "a", "a/b\nc", "\u0430/b", "a/b@../x", "a/b@", "a/" + "b" * 200],
)
def test_names_that_can_be_none_are_refused_before_anything_is_asked(name: str) -> None:
    with pytest.raises(BadRequest):
        Wanted.read(name)


def test_of_many_files_only_those_that_are_loaded_are_needed() -> None:
    names = [
        "model_index.json",
        "README.md",
        "v1-5-pruned.safetensors",
        "v1-5-pruned.ckpt",
        "unet/config.json",
        "unet/diffusion_pytorch_model.bin",
        "unet/diffusion_pytorch_model.safetensors",
        "unet/diffusion_pytorch_model.fp16.safetensors",
        "unet/diffusion_pytorch_model.non_ema.safetensors",
        "vae/config.json",
        "vae/diffusion_pytorch_model.safetensors",
        "safety_checker/model.safetensors",
        "tokenizer/vocab.json",
        "tokenizer/merges.txt",
    ]
    assert needed(names) == [
        "model_index.json",
        "tokenizer/merges.txt",
        "tokenizer/vocab.json",
        "unet/config.json",
        "unet/diffusion_pytorch_model.fp16.safetensors",
        "vae/config.json",
        "vae/diffusion_pytorch_model.safetensors",
    ]
    assert needed(["lora.safetensors", "README.md"]) == ["lora.safetensors"]
