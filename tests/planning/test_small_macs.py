"""What Macs with 8, 16 and 24 GB run at 1024 x 1024: models of published sizes, whose weights are holes in files."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from macapp import cli
from macapp.system.paths import resources_dir
from tests.support.full_size import without_data, write_full_model, write_network, xl_controlnet
from tests.support.libraries import with_the_current_set

pytestmark = with_the_current_set

FULL, INT8, INT4 = "full", "8-bit", "4-bit"
TABLE: dict[str, dict[int, set[str]]] = {
    "SDXL": {8: {INT8}, 16: {FULL}, 24: {FULL}},
    "FLUX.2 klein 4B": {8: {INT4, INT8}, 16: {FULL, INT8}, 24: {FULL}},
    "Z-Image Turbo": {8: {INT4}, 16: {INT8}, 24: {FULL, INT8}},
    "SD 3.5 medium": {8: {INT8}, 16: {FULL}, 24: {FULL}},
    "FLUX.1": {16: {INT4}, 24: {INT8}},
    "FLUX.1 Kontext": {16: {INT4}, 24: {INT8}},
    "Qwen-Image": {24: {INT4}},
    "Qwen-Image-Edit": {24: {INT4}},
}
"""The weight formats that each size of memory, in GB, must at least allow; SDXL with one ControlNet, and models that
edit with a reference image."""
LABELS = {
    "SDXL": "SDXL with one ControlNet",
    "FLUX.1 Kontext": "FLUX.1 Kontext with a reference image",
    "Qwen-Image-Edit": "Qwen-Image-Edit with a reference image",
}
ROWS = [(name, ram) for name, columns in TABLE.items() for ram in columns]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    folder = tmp_path_factory.mktemp("full")

    @cache
    def write(name: str) -> Path:
        if name == "ControlNet":
            return write_network(without_data(xl_controlnet), folder / name)
        return write_full_model(name, folder / name)

    return write


def plan(model: Callable[[str], Path], name: str, ram: int, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Return what `macapp plan` prints for a Mac with `ram` GB."""
    order = ["plan", "--json", "--model", str(model(name)), "--size", "1024x1024"]
    order += ["--as", f"device=mps,torch=2.13.0,macos=14.5,ram={ram}GB"]
    if name == "SDXL":
        order += ["--controlnet", str(model("ControlNet"))]
    if name == "FLUX.1 Kontext":  # Qwen-Image-Edit needs one in any case
        order += ["--references", "1"]
    assert cli.main(order) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(("name", "ram"), ROWS)
def test_the_row(model, name: str, ram: int, capsys: pytest.CaptureFixture[str]) -> None:
    found = plan(model, name, ram, capsys)
    assert found["refused"] is None
    assert found["weight_format"] in TABLE[name][ram]
    assert found["peak_bytes"] <= found["needed_bytes"] <= found["available_bytes"]
    if name == "SD 3.5 medium" and ram == 16:
        assert found["text_encoder"] == "dropped"


def test_the_help_page_has_this_table(model, capsys: pytest.CaptureFixture[str]) -> None:
    page = (resources_dir() / "help" / "hardware.md").read_text(encoding="utf-8")
    for name, columns in TABLE.items():
        found = [plan(model, name, ram, capsys) if ram in columns else None for ram in (8, 16, 24)]
        cells = ["-" if fields is None else fields["weight_format"] for fields in found]
        assert f"| {LABELS.get(name, name)} | {' | '.join(cells)} |" in page


def test_what_does_not_fit_is_refused_with_the_largest_size(model, capsys: pytest.CaptureFixture[str]) -> None:
    found = plan(model, "Qwen-Image", 8, capsys)
    assert "1024" in found["refused"]
    assert found["weight_format"] == INT4
