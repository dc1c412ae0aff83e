"""Check the models of many requests before they become jobs. Any thread; nothing is loaded."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from macapp.domain.request import Request
from macapp.errors import EaselError, MachineError
from macapp.workflow.request_builder import validate_request


def check_models(requests: Iterable[Request]) -> None:
    """Check that the models of all requests are installed and fit together; each set of models is read once.

    Raises `BadRequest` or `MachineError` for the first request that cannot run.
    """
    for request in {_models_of(request): request for request in requests}.values():
        try:
            validate_request(request)
        except EaselError as error:
            if error.code != "model-missing":
                raise
            name = Path(str(error.data["model"])).name.removesuffix(".safetensors")
            raise MachineError("model-not-installed", name=name[:80]) from error


def _models_of(request: Request) -> tuple[Any, ...]:
    return request.model, request.refiner, request.is_enlarged, *request.auxiliaries()
