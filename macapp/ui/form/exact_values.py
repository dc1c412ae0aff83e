"""Exact values of a loaded request: fields that the user did not change keep values that no control can show."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from macapp.domain.request import Request

_LIST_FIELDS = ("loras", "embeddings", "controls", "references")
_WITHOUT_IMAGE = {"image": None, "strength": None, "mask": None, "mask_only": False}
_TEMPLATE_FIELDS = ("seed", "prompt", "negative_prompt")


@dataclass(frozen=True)
class ExactValues:
    """A request that was loaded into the form, and the values that its controls showed."""

    request: Request
    shown: Mapping[str, Any]

    @classmethod
    def capture(cls, request: Request, shown: Mapping[str, Any]) -> "ExactValues":
        """Remember a request without its missing files: the form reported them, and they must not return unseen."""
        available = request if shown["image"] == request.image else replace(request, **_WITHOUT_IMAGE)
        listed = {name: shown[name] for name in _LIST_FIELDS if len(shown[name]) < len(getattr(available, name))}
        return cls(replace(available, model=shown["model"] or request.model, **listed), shown)

    def values(self, shown: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of the controls, with the exact value of each field that the user did not change."""
        return {
            name: getattr(self.request, name) if self.shown[name] == value else value for name, value in shown.items()
        }

    def with_template(self, request: Request) -> Request:
        """Return a request with the prompt templates of the loaded one, if seed and prompts are still the same."""
        if any(getattr(self.request, name) != getattr(request, name) for name in _TEMPLATE_FIELDS):
            return request
        return replace(request, template=self.request.template, negative_template=self.request.negative_template)
