"""What was put into the form and not touched since: it goes out as it came in, however finely no control can say it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from macapp.domain.request import Request

_LISTED = ("loras", "embeddings", "controls")
_WITHOUT_IMAGE = {"image": None, "strength": None, "mask": None, "mask_only": False}
_DRAWN_FOR = ("seed", "prompt", "negative_prompt")


@dataclass(frozen=True)
class ExactValues:
    """A request that was put into the form, and how the controls showed it."""

    request: Request
    shown: Mapping[str, Any]

    @classmethod
    def capture(cls, request: Request, shown: Mapping[str, Any]) -> "ExactValues":
        """Remember a request. What of it is not here was said to be missing: it must not come back unseen."""
        used = request if shown["image"] == request.image else replace(request, **_WITHOUT_IMAGE)
        gone = {name: shown[name] for name in _LISTED if len(shown[name]) < len(getattr(used, name))}
        return cls(replace(used, model=shown["model"] or request.model, **gone), shown)

    def values(self, shown: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields that the controls show, those that nobody touched as they came."""
        return {
            name: getattr(self.request, name) if self.shown[name] == value else value for name, value in shown.items()
        }

    def with_template(self, request: Request) -> Request:
        """Return a request with what its prompts were drawn from, while it is that of the picture it was taken from."""
        if any(getattr(self.request, name) != getattr(request, name) for name in _DRAWN_FOR):
            return request
        return replace(request, template=self.request.template, negative_template=self.request.negative_template)
