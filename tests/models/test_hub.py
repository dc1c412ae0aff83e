"""Downloads from a local hub, through the real huggingface_hub and the command line."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from macapp.errors import BadRequest
from macapp.models.hub import PART_SUFFIX, DownloadSpec, select_files
from macapp.models.registry import ModelRegistry
from macapp.system.machine import package_version, parse_release
from macapp.system.paths import LibraryPaths
from tests.support import children
from tests.support.command_line import macapp
from tests.support.fake_hub import COMMIT, Hub, serving


@pytest.fixture
def hub(tiny_model: Path, tmp_path: Path) -> Iterator[Hub]:
    """A hub with the tiny model and files that it does not need."""
    folder = Path(shutil.copytree(tiny_model, tmp_path / "repository"))
    shutil.rmtree(folder / "tokenizer-files", ignore_errors=True)
    (folder / "unet" / "diffusion_pytorch_model.bin").write_bytes(b"\x80pickle")
    (folder / "whole.safetensors").write_bytes(b"x" * 100)
    (folder / "README.md").write_text("# a model")
    with serving(folder) as served:
        yield served


@pytest.fixture
def fetched(hub: Hub, tmp_path: Path):
    """Run `macapp models download` in its own process."""

    def run(repository: str = "someone/model") -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "HF_ENDPOINT": hub.endpoint, "HF_HOME": str(tmp_path / "hub-home")}
        environment |= {"HF_HUB_OFFLINE": "1", "NO_PROXY": "127.0.0.1"}
        command = ["-m", "macapp", "--library", str(tmp_path / "library"), "models", "download"]
        return children.run(
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
    assert [each.id for each in ModelRegistry(LibraryPaths.at(tmp_path / "library")).list_models("checkpoint")][1:] == [
        model["id"]
    ]
    hub.asked.clear()
    assert fetched(f"someone/model@{COMMIT}").returncode == 0
    assert hub.asked == [], "a cached file was downloaded again"


def test_a_fetched_model_makes_a_picture(fetched, tmp_path: Path) -> None:
    model = json.loads(fetched().stdout)
    made = macapp(tmp_path / "library", "generate", "a red heart", "--model", model["id"], "--steps", "2")
    assert made.returncode == 0, made.stderr


def test_a_connection_that_is_cut_goes_on_where_it_was(fetched, hub: Hub) -> None:
    if parse_release(package_version("huggingface_hub") or "0") < (1, 0):
        pytest.skip("huggingface_hub 0.36 tries again only where there is no connection at all")
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
    assert "does not match the hub's description" in done.stderr
    hub.lies = False
    assert fetched().returncode == 0


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "does not exist, or you must sign in to see it"),
        (403, "accept its licence"),
        (404, "no repository someone/model"),
        (429, "too many requests"),
        (500, "a problem (500)"),
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
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.support.keychain.Kept")
    monkeypatch.setenv("TEST_KEYCHAIN", str(tmp_path / "keychain.json"))
    assert "accept its licence" in fetched().stderr
    library = tmp_path / "library"
    kept = macapp(library, "models", "sign-in", input=secret + "\n")
    assert (kept.returncode, kept.stdout + kept.stderr) == (0, "")
    done = fetched()
    assert done.returncode == 0, done.stderr
    written = [each for each in (tmp_path / "library").rglob("*") if each.is_file()]
    assert not any(secret.encode() in each.read_bytes() for each in written), "the token is outside of the Keychain"
    assert macapp(library, "models", "sign-out").returncode == 0
    assert json.loads((tmp_path / "keychain.json").read_text()) == {}
    wrong = macapp(library, "models", "sign-in", input="not a token\n")
    assert wrong.returncode == 2
    assert "not a hub token" in wrong.stderr


def test_a_network_that_asks_to_sign_in_and_none_at_all(fetched, hub: Hub) -> None:
    hub.portal = True
    assert "did not come from the hub" in fetched().stderr
    hub.portal = False
    address = hub.endpoint
    hub.endpoint = address.replace("http://", "https://")
    assert "certificate could not be verified" in fetched().stderr
    hub.endpoint = "http://hub.invalid"
    assert "address was not found" in fetched().stderr
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
        DownloadSpec.read(name)


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
    assert select_files(names) == [
        "model_index.json",
        "tokenizer/merges.txt",
        "tokenizer/vocab.json",
        "unet/config.json",
        "unet/diffusion_pytorch_model.fp16.safetensors",
        "vae/config.json",
        "vae/diffusion_pytorch_model.safetensors",
    ]
    assert select_files(["lora.safetensors", "README.md"]) == ["lora.safetensors"]


def test_what_another_program_keeps_is_taken_from_there_and_not_fetched(
    fetched, hub: Hub, tiny_model: Path, tmp_path: Path
) -> None:
    comfy = tmp_path / "ComfyUI" / "models" / "unet"
    comfy.mkdir(parents=True)
    theirs = Path(shutil.copyfile(tiny_model / "unet" / "diffusion_pytorch_model.safetensors", comfy / "x.safetensors"))
    other = Path(shutil.copyfile(tiny_model / "vae" / "diffusion_pytorch_model.safetensors", comfy / "y.safetensors"))
    other.write_bytes(other.read_bytes()[:-1] + b"\0")  # the same size, but other bytes
    library = LibraryPaths.at(tmp_path / "library")
    (library.index).mkdir(parents=True)
    (library.index / "models.json").write_text(json.dumps({"models": [], "sources": [str(comfy)]}))
    done = fetched()
    assert done.returncode == 0, done.stderr
    asked = {name for name, _ in hub.asked}
    assert "unet/diffusion_pytorch_model.safetensors" not in asked
    assert "vae/diffusion_pytorch_model.safetensors" in asked
    unet = Path(json.loads(done.stdout)["path"]) / "unet" / "diffusion_pytorch_model.safetensors"
    assert unet.samefile(theirs), "there is a second copy on the disk"
    theirs.unlink()
    assert unet.read_bytes() == hub.files["unet/diffusion_pytorch_model.safetensors"]


def test_what_another_repository_has_in_the_cache_is_not_fetched_again(fetched, hub: Hub) -> None:
    assert fetched().returncode == 0
    hub.repository, hub.asked = "another/model", []
    assert fetched("another/model").returncode == 0
    assert not [name for name, _ in hub.asked if name.endswith(".safetensors")]


def test_a_model_of_the_catalogue_is_fetched_by_its_id_at_its_commit(fetched, hub: Hub, tmp_path: Path) -> None:
    from macapp.models.catalog import load_catalog

    entry = load_catalog()["sd-1.5"]
    hub.repository, hub.commit = entry.repository, entry.revision
    done = fetched("sd-1.5")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["id"], found["name"]) == ("sd-1.5", "Stable Diffusion 1.5")
    assert entry.revision in found["path"]
    assert not (tmp_path / "library").exists(), "the download created a library"


def test_a_file_that_is_known_by_its_digest_is_not_taken_for_another(fetched, hub: Hub, tmp_path: Path) -> None:
    hub.repository = "Comfy-Org/Real-ESRGAN_repackaged"
    hub.files = {"RealESRGAN_x4plus.safetensors": b"something else"}
    done = fetched("real-esrgan-x4")
    assert done.returncode == 3
    assert "RealESRGAN_x4plus.safetensors in" in done.stderr
    assert hub.asked == []


@pytest.mark.parametrize("tenth", range(1, 10, 2))
@pytest.mark.parametrize("ignores_ranges", [False, True])
def test_a_download_that_breaks_off_anywhere_ends_with_the_right_bytes(
    tiny_model: Path, tmp_path: Path, tenth: int, ignores_ranges: bool
) -> None:
    """The same code in this process: the connection is cut at every request, and the server may lack range requests."""
    folder = Path(shutil.copytree(tiny_model / "unet", tmp_path / "repository"))
    program = (
        "import sys; from macapp.models.hub import *; from macapp.errors import EaselError\n"
        "for attempt in range(20):\n"
        "    try:\n"
        "        print(download(list_repository(DownloadSpec('someone/model')), lambda *_: None)); break\n"
        "    except EaselError as error:\n"
        "        assert error.code in ('download-cut', 'hub-unreachable'), error\n"
    )
    with serving(folder) as hub:
        size = len(hub.files["diffusion_pytorch_model.safetensors"])
        hub.ignores_ranges = ignores_ranges
        hub.cut_after = size * tenth // 10
        hub.cuts = 3
        environment = {**os.environ, "HF_ENDPOINT": hub.endpoint, "HF_HOME": str(tmp_path / "home")}
        done = children.run(["-c", program], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    fetched_file = Path(done.stdout.strip()) / "diffusion_pytorch_model.safetensors"
    assert fetched_file.read_bytes() == (folder / "diffusion_pytorch_model.safetensors").read_bytes()


def test_a_part_that_was_spoilt_while_it_waited_is_thrown_away(fetched, hub: Hub, tmp_path: Path) -> None:
    name = "unet/diffusion_pytorch_model.safetensors"
    content = hub.files[name]
    blobs = tmp_path / "hub-home" / "hub" / "models--someone--model" / "blobs"
    blobs.mkdir(parents=True)
    (blobs / f"{hashlib.sha256(content).hexdigest()}{PART_SUFFIX}").write_bytes(bytes(len(content) // 2))
    done = fetched()
    assert done.returncode == 3
    assert "does not match the hub's description" in done.stderr
    done = fetched()
    assert done.returncode == 0, done.stderr
    assert (Path(json.loads(done.stdout)["path"]) / name).read_bytes() == content


def test_a_process_that_was_killed_leaves_a_part_and_the_next_goes_on_from_there(
    fetched, hub: Hub, tmp_path: Path
) -> None:
    name = "unet/diffusion_pytorch_model.safetensors"
    program = (
        "import os; from macapp.models.hub import *\n"
        "found = list_repository(DownloadSpec('someone/model'))\n"
        "large = next(each for each in found.pieces if each.name.startswith('unet/') and each.sha256)\n"
        "def on_progress(done, total):\n"
        "    parts = list((hub_cache() / 'models--someone--model' / 'blobs').glob(f'{large.sha256}*'))\n"
        "    if parts and parts[0].stat().st_size > large.size // 4: os._exit(9)\n"
        "from macapp.system.paths import hub_cache\n"
        "download(found, on_progress)\n"
    )
    environment = {**os.environ, "HF_ENDPOINT": hub.endpoint, "HF_HOME": str(tmp_path / "hub-home")}
    killed = children.run(["-c", program], env=environment, capture_output=True, text=True)
    assert killed.returncode == 9, killed.stderr
    hub.asked.clear()
    done = fetched()
    assert done.returncode == 0, done.stderr
    [span] = [span for asked, span in hub.asked if asked == name]
    assert span is not None
    assert int(span.removeprefix("bytes=").partition("-")[0]) > len(hub.files[name]) // 4


def flip_a_bit(file: Path) -> None:
    """Change one bit in the middle of a file, but not its size or header."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.resolve().write_bytes(content)


@pytest.mark.parametrize("name", ["unet/diffusion_pytorch_model.safetensors", "unet/config.json"])
def test_what_was_damaged_in_the_cache_is_fetched_again(fetched, hub: Hub, name: str) -> None:
    folder = Path(json.loads(fetched().stdout)["path"])
    flip_a_bit(folder / name)
    hub.asked.clear()
    again = fetched()
    assert again.returncode == 0, again.stderr
    assert [asked for asked, _ in hub.asked] == [name]
    assert (folder / name).read_bytes() == hub.files[name]


def test_bytes_that_lost_their_name_in_the_cache_are_read_before_they_get_it_back(fetched, hub: Hub) -> None:
    name = "unet/diffusion_pytorch_model.safetensors"
    folder = Path(json.loads(fetched().stdout)["path"])
    flip_a_bit(folder / name)
    (folder / name).unlink()
    assert fetched().returncode == 0
    assert (folder / name).read_bytes() == hub.files[name]


@pytest.mark.parametrize("name", ["unet/diffusion_pytorch_model.safetensors", "scheduler/scheduler_config.json"])
def test_verifying_a_model_compares_it_with_what_was_fetched(fetched, tmp_path: Path, said, name: str) -> None:
    folder = Path(json.loads(fetched().stdout)["path"])
    verify = ("--library", str(tmp_path / "library"), "models", "verify", str(folder))
    assert said(*verify)[0] == 0
    content = bytearray((folder / name).read_bytes())
    place = len(content) - 2 if name.endswith(".safetensors") else content.index(b"0.00085") + 6
    content[place] ^= 1
    (folder / name).resolve().write_bytes(content)
    code, printed, _ = said(*verify)
    assert code == 3
    assert name in printed
    assert "differs from its download" in printed
    [line] = said(*verify, "--json")[1].splitlines()
    assert json.loads(line) == {"file": name, "as_fetched": False}
