"""An engine that follows a script: fast, without torch; it makes plain pictures in a colour set by the seed."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PIL import Image

from macapp.domain.job import GeneratedImage
from macapp.domain.request import Request
from macapp.errors import Reason
from macapp.models import ResolvedRequest
from macapp.planning.acceleration import BatchForecast


@dataclass
class ScriptedEngine:
    """Makes plain pictures; `faults` maps a prompt, or a model to prepare, to the exception to raise."""

    faults: dict[str, BaseException] = field(default_factory=dict)
    made: list[Request] = field(default_factory=list)
    start_images: list[Image.Image | None] = field(default_factory=list)
    prepared: list[str] = field(default_factory=list)
    spares: list[bool] = field(default_factory=list)
    ahead: list[BatchForecast] = field(default_factory=list)
    compiles: bool = False
    """whether it asks for the forecast and reports compilation"""
    released: bool = False
    look: Image.Image | None = None
    """the preview that it reports"""
    at_step: Callable[[Request, int], None] = lambda request, step: None
    threads: set[int] = field(default_factory=set)

    def generate(
        self,
        resolved: ResolvedRequest,
        images: Mapping[str, Image.Image],
        on_load: Callable[[], None],
        on_step: Callable[[int, int], None],
    ) -> GeneratedImage:
        request = resolved.request
        self.threads.add(threading.get_ident())
        if not self.made:
            on_load()
        for step in range(request.total_steps + 1):
            on_step(step, request.total_steps)
            if self.compiles and step == 0:
                self._on_compile(Reason("compile-pays", {"count": 40, "times": 1.6, "time": 30.0}))
            self.at_step(request, step)
            if step == 1 and request.prompt in self.faults:
                raise self.faults[request.prompt]
        self.made.append(request)
        self.start_images.append(images.get(request.image or ""))
        return GeneratedImage(image=plain_picture(request), made_with={"device": "script", "seconds": 0.0})

    def preload(self, model: str, on_load: Callable[[], None]) -> None:
        self.threads.add(threading.get_ident())
        on_load()
        self.prepared.append(model)
        if model in self.faults:
            raise self.faults[model]

    def set_low_memory(self, on: bool) -> None:
        self.spares.append(on)

    def set_forecast(self, ahead: Callable[[], BatchForecast], on_compile: Callable[[Reason], None]) -> None:
        self._on_compile = on_compile
        if self.compiles:
            self.ahead.append(ahead())

    def preview(self) -> Image.Image | None:
        return self.look

    def release(self) -> None:
        self.released = True


def plain_picture(request: Request) -> Image.Image:
    """Return the picture that the script makes for a request."""
    return Image.new("RGB", request.final_size, (request.seed * 37 % 256, request.seed * 91 % 256, 128))
