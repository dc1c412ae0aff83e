"""Dangerous, wrong and missing models: one sentence each; no code runs, and the network is not used."""

import json
import os
import pickle
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from macapp import models
from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.job import EventKind, JobEvent
from macapp.domain.request import Lora
from macapp.engine import open_engine
from macapp.errors import EaselError
from macapp.library import Library
from macapp.messages import message_for
from macapp.models import resolve_request
from macapp.workflow.runner import Runner
from tests.support import tiny_models
from tests.support.request_factory import request


class _Trap:
    """An object whose code runs when it is unpickled."""

    def __init__(self, canary: Path) -> None:
        self._canary = canary

    def __reduce__(self) -> tuple:
        return (Path.touch, (self._canary,))


def trap(canary: Path) -> bytes:
    return pickle.dumps(_Trap(canary))


# Pickles


@pytest.mark.parametrize("name", ["model.ckpt", "model.pt", "model.pth", "model.bin", "model.safetensors"])
@pytest.mark.parametrize("kind", [None, *AuxiliaryKind], ids=str)
@pytest.mark.parametrize("packed", [False, True])
def test_a_pickle_is_never_opened_whatever_it_is_called_and_brought_as(
    tmp_path: Path, name: str, kind: AuxiliaryKind | None, packed: bool, said
) -> None:
    canary, file = tmp_path / "canary", tmp_path / name
    if packed:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("archive/data.pkl", trap(canary))
    else:
        file.write_bytes(trap(canary))
    with pytest.raises(EaselError) as caught:
        models.find_checkpoint(str(file)) if kind is None else models.find_auxiliary(str(file), kind)
    assert message_for(caught.value)
    code, _out, err = said("--library", str(tmp_path / "library"), "models", "add", str(file))
    assert code in (2, 3)
    assert err.count("\n") == 1
    assert not canary.exists()


@pytest.mark.parametrize("part", ["unet", "text_encoder", "vae", "safety_checker", "tokenizer"])
def test_a_pickle_inside_a_model_is_never_opened(tiny_model: Path, tmp_path: Path, part: str) -> None:
    folder = Path(shutil.copytree(tiny_model, tmp_path / "model"))
    canary = tmp_path / "canary"
    (folder / part).mkdir(exist_ok=True)
    for name in ("diffusion_pytorch_model.bin", "pytorch_model.bin", "added_tokens.pkl", "model.ckpt"):
        (folder / part / name).write_bytes(trap(canary))
    engine = open_engine("cpu")
    asked = request(model=str(folder), steps=2)
    assert engine.generate(resolve_request(asked), {}, lambda: None, lambda *_: None).image.size == asked.size
    for each in (folder / part).glob("*.safetensors"):
        each.unlink()
        with pytest.raises(EaselError):
            open_engine("cpu").generate(resolve_request(asked), {}, lambda: None, lambda *_: None)
    assert not canary.exists()


# The network


def test_everything_but_a_download_goes_without_the_network(tiny_model: Path, tmp_path: Path) -> None:
    attempts = tmp_path / "attempts"
    commands = [
        ["models", "add", str(tiny_model)],
        ["models", "list"],
        ["models", "list", "--available"],
        ["models", "verify", "starter"],
        ["plan", "--size", "128x128"],
        ["doctor"],
        ["generate", "a red heart", "--steps", "2"],
        ["generate", "a red heart", "--steps", "2", "--model", str(tiny_model), "--size", "64x64"],
    ]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HF_HUB_OFFLINE")}
    told = [str(attempts), json.dumps([["--library", str(tmp_path / "library"), *each] for each in commands])]
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_NETWORK, *told], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert not attempts.exists(), attempts.read_text()


WITHOUT_NETWORK = """
import json, socket, sys

attempts, commands = sys.argv[1], json.loads(sys.argv[2])

def refused(address, *_rest, **_more):
    with open(attempts, "a") as file:
        print(address, file=file)
    raise OSError("no network")

class Refused(socket.socket):
    def connect(self, address):
        refused(address)

    connect_ex = connect

socket.socket, socket.getaddrinfo = Refused, refused
from macapp import cli

sys.exit(max(cli.main(each) for each in commands))
"""
"""A program in which every socket is refused, and each attempt written down."""


# Removed while in use


def test_a_model_that_is_gone_fails_its_job_and_the_next_one_runs(
    library: Library, tiny_model: Path, tmp_path: Path
) -> None:
    gone = Path(shutil.copytree(tiny_model, tmp_path / "gone"))
    lora = tiny_models.make_lora(tiny_model, tmp_path / "ink.safetensors")
    jobs = library.queue.add(
        [
            request(model=str(gone), steps=2, seed=1),
            request(model=str(gone), steps=2, seed=2),
            request(model=str(tiny_model), steps=2, seed=3, loras=(Lora(model=str(lora)),)),
            request(model=str(tiny_model), steps=2, seed=4),
        ]
    )
    heard: list[JobEvent] = []

    def report(event: JobEvent) -> None:
        heard.append(event)
        if event.kind is EventKind.SAVING and event.job is not None and event.job.id == jobs[0].id:
            shutil.rmtree(gone)  # while it is loading
            lora.unlink()  # while its job waits

    runner = Runner(library, lambda: open_engine("cpu"), report)
    runner.run()
    runner.close()
    ended = {each.job.id: each for each in heard if each.job and each.kind in (EventKind.DONE, EventKind.FAILED)}
    assert [ended[job.id].kind for job in jobs] == [
        EventKind.DONE,
        EventKind.FAILED,
        EventKind.FAILED,
        EventKind.DONE,
    ]
    told = [message_for(each.reason) for each in heard if each.reason is not None]
    assert f"There is no model {gone}" in told[0]
    assert f"There is no LoRA at {lora}" in told[1]
    assert len(json.dumps(told)) < 1000
