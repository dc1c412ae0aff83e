"""Facts of Metal about a GPU, with a script as the device list; on other systems they are unknown."""

from pathlib import Path

import pytest

from macapp.system import metal

LISTED = """+-o AGXAcceleratorG14X  <class AGXAcceleratorG14X, id 0x1000004d2, registered, matched, active>
    {
      "gpu-core-count" = 19
      "model" = "Apple M2 Pro"
    }
"""


@pytest.fixture
def on_a_mac(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A simulated Mac, with a device list and without Metal."""
    command = tmp_path / "ioreg"
    command.write_text(f"#!/bin/sh\ncat <<'END'\n{LISTED}END\n")
    command.chmod(0o755)
    monkeypatch.setattr(metal, "ON_A_MAC", True)
    monkeypatch.setattr(metal, "IOREG", command)
    monkeypatch.setattr(metal, "METAL", str(tmp_path / "no-metal"))
    return command


def test_the_cores_are_those_of_the_system_s_list(on_a_mac: Path) -> None:
    assert metal.gpu_core_count() == 19
    on_a_mac.write_text("#!/bin/sh\necho nothing of the kind\n")
    assert metal.gpu_core_count() is None
    on_a_mac.unlink()
    assert metal.gpu_core_count() is None


@pytest.mark.usefixtures("on_a_mac")
def test_where_metal_cannot_be_asked_nothing_is_known() -> None:
    assert metal.recommended_working_set() is None


def test_elsewhere_than_on_a_mac_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metal, "ON_A_MAC", False)
    assert (metal.recommended_working_set(), metal.gpu_core_count()) == (None, None)
