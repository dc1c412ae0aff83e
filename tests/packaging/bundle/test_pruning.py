"""The rules of what a bundle leaves out, compared with what every model and a picture need."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bundle import hidden_imports, pruning
from bundle.build_step import ROOT
from bundle.pruning import Needs
from macapp.models.families import ALLOWED_CLASSES

SMOKE = """
import json, sys
from macapp.__main__ import main
code = main(["--smoke", "--device", "cpu"])
print(json.dumps({name: getattr(module, "__file__", None) for name, module in sys.modules.items()}))
sys.exit(code)
"""
SITE = next(Path(each) for each in sys.path if each.endswith("site-packages"))


IMPORTS = """
import json, runpy, sys
read = []
sys.addaudithook(lambda event, told: read.append(told[0]) if event == "open" and isinstance(told[0], str) else None)
runpy.run_module("bundle.hidden_imports", run_name="__main__")
print(json.dumps([each for each in read if each.endswith(".py")]))
"""


def last_lines(program: str) -> list[Any]:
    """Return the last two lines that a program prints, in JSON."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": f"{ROOT / 'packaging'}{os.pathsep}{ROOT}"}
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, cwd=ROOT)
    assert ran.returncode == 0, ran.stderr
    return [json.loads(each) for each in ran.stdout.splitlines()[-2:] if each.startswith(("{", "["))]


@pytest.fixture(scope="module")
def imported() -> list[Any]:
    """What `python -m bundle.hidden_imports` prints, and the sources that were read by its imports."""
    return last_lines(IMPORTS)


@pytest.fixture(scope="module")
def needed(imported: list[Any]) -> Needs:
    return Needs.of(**imported[0])


def test_nothing_that_the_engine_may_load_is_left_out(needed: Needs) -> None:
    assert [each for each in sorted(needed.modules) if pruning.drops_module(each, needed)] == []
    assert {"torch", "diffusers", "transformers", "peft", "spandrel", "keyring", "PySide6.QtWidgets"} <= needed.modules
    assert not pruning.drops_module("keyring.backends.macOS", needed)


def test_a_model_inside_another_stays(needed: Needs) -> None:
    for name in ("pixtral", "mistral"):
        assert not pruning.drops_module(f"transformers.models.{name}.modeling_{name}", needed)


def test_nothing_that_a_picture_took_is_left_out(needed: Needs) -> None:
    loaded = last_lines(SMOKE)[-1]
    assert "diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion" in loaded
    assert [each for each in loaded if pruning.drops_module(each, needed)] == []
    files = (Path(file) for file in loaded.values() if file is not None and not file.endswith((".py", ".pyc")))
    libraries = [each.relative_to(SITE).as_posix() for each in files if each.is_relative_to(SITE)]
    assert any(each.startswith("torch/") for each in libraries)
    assert [each for each in libraries if pruning.drops_file(each, needed)] == []


def test_every_source_that_pytorch_reads_stays(imported: list[Any], needed: Needs) -> None:
    read = {Path(each).relative_to(SITE).as_posix() for each in imported[1] if Path(each).is_relative_to(SITE)}
    assert "torch/_inductor/config.py" in read
    assert [each for each in sorted(read) if each.startswith("torch/") and pruning.drops_file(each, needed)] == []


def test_every_pipeline_and_every_part_on_the_list_is_a_real_class(tiny_model: Path) -> None:
    """diffusers and transformers have stand-ins for what they cannot import; those fail only when a model is loaded."""
    import diffusers
    import transformers

    for name in hidden_imports.pipelines():
        assert getattr(diffusers, name).__module__.startswith("diffusers.pipelines."), name
    for library, module in (("diffusers", diffusers), ("transformers", transformers)):
        for name in ALLOWED_CLASSES[library]:
            assert f"{library}.models." in getattr(module, name).__module__, name


def test_every_text_encoder_and_every_model_of_depth_is_kept_whole(needed: Needs) -> None:
    assert needed.models >= {"bert", "clip", "gemma", "gemma2", "glm", "qwen2_5_vl", "qwen3", "t5", "umt5"}
    assert needed.models >= {"dpt", "depth_anything", "dinov2", "glpn", "zoedepth"}
    for name in ("transformers.models.t5.modeling_t5", "transformers.models.dpt.image_processing_dpt"):
        assert not pruning.drops_module(name, needed)


@pytest.mark.parametrize(
    ("path", "dropped"),
    [
        ("torch/bin/protoc", True),
        ("torch/bin/torch_shm_manager", False),  # PyTorch refuses to be imported without it
        ("torch/test/test_jit.py", True),
        ("torch/_inductor/codegen/triton.py", True),  # its source; the bytecode stays
        ("torch/_inductor/config.py", False),  # read while PyTorch is imported
        ("torch/lib/libtorch_cpu.so", False),
        ("torch/lib/libtorch_cpu.dylib", False),
        ("transformers/models/llama/modeling_llama.py", True),
        ("transformers/models/t5/modeling_t5.py", False),
        ("transformers/models/llama/tokenization_llama.py", False),
        ("transformers/models/llama/__init__.py", False),
        ("PySide6/Qt/lib/libQt6Core.so.6", False),
        ("PySide6/Qt/lib/libQt6Quick.so.6", True),
        ("PySide6/Qt/lib/QtWidgets.framework/Versions/A/QtWidgets", False),
        ("PySide6/Qt/lib/QtQuick.framework/Versions/A/QtQuick", True),
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", False),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", False),
        ("PySide6/Qt/plugins/styles/libqmacstyle.dylib", False),
        ("PySide6/Qt/plugins/tls/libqsecuretransportbackend.dylib", False),
        ("PySide6/Qt/plugins/sqldrivers/libqsqlpsql.dylib", True),
        ("objc/_objc.cpython-311-darwin.so.dSYM/Contents/Info.plist", True),
        ("resources/starter-model/unet/diffusion_pytorch_model.safetensors", False),
        ("resources/catalogue.json", False),
        ("resources/icons/lock.svg", False),
        ("resources/icons/LICENSE", False),
    ],
)
def test_a_file_is_left_out_or_not(path: str, dropped: bool, needed: Needs) -> None:
    assert pruning.drops_file(path, needed) is dropped
