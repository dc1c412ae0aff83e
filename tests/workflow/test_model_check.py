"""The models of many requests are checked before they become jobs."""

from dataclasses import replace
from pathlib import Path

import pytest

from macapp.domain.request import Lora
from macapp.errors import BadRequest, MachineError
from macapp.messages import message_for
from macapp.workflow.model_check import check_models
from tests.support.request_factory import request


def test_requests_whose_models_are_installed_pass() -> None:
    check_models([])
    check_models([request(seed=seed) for seed in range(500)])


@pytest.mark.parametrize("model", ["dreamshaper_8", "/gone/dreamshaper_8.safetensors", "/gone/dreamshaper_8"])
def test_the_first_missing_model_is_named(model: str) -> None:
    with pytest.raises(MachineError) as caught:
        check_models([request(), request(model=model), request(model="other")])
    assert message_for(caught.value).startswith("“dreamshaper_8” is not installed.")


def test_a_missing_refiner_is_named_too(tmp_path: Path) -> None:
    with pytest.raises((MachineError, BadRequest)) as caught:
        check_models([replace(request(), refiner=str(tmp_path / "polish"))])
    assert "polish" in message_for(caught.value) or "refiner" in message_for(caught.value)


def test_a_missing_adapter_is_refused(tmp_path: Path) -> None:
    with pytest.raises((MachineError, BadRequest)) as caught:
        check_models([request(), request(loras=(Lora(model=str(tmp_path / "style.safetensors"), weight=1.0),))])
    assert "style" in message_for(caught.value)
