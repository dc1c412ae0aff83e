"""Tags in a prompt that name a model, and notation of other programs that Easel does not have. Pure. Any thread.

<lora:name:0.8>     a LoRA and its weight (AUTOMATIC1111; <lyco:...> means the same); also te=0.8 and unet=0.8
embedding:name      a textual inversion (ComfyUI)
[a:b:0.5]  [a|b]    change the prompt during the steps: not supported
a AND b             combines two prompts: not supported
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath

_MODEL = re.compile(r"<(lora|lyco|hypernet):([^<>:]{1,200})((?::[^<>:]{0,60}){0,8})>", re.IGNORECASE)
_EMBEDDING = re.compile(r"(?<!\w)embedding:([^\s,:;()\[\]{}<>|]{1,200})", re.IGNORECASE)
_FILE_ENDINGS = (".safetensors", ".ckpt", ".pt", ".bin")
_AND = re.compile(r"\bAND\b")
_ENDS_IN_NUMBER = re.compile(r":\s*\d*\.?\d+\s*$")
_SPACES = re.compile(r"[ \t]{2,}")


class TagKind(Enum):
    """What a tag names."""

    LORA = 1
    EMBEDDING = 2
    OTHER = 3  # something that Easel does not have, such as a hypernetwork


@dataclass(frozen=True)
class Tag:
    """One tag of a prompt."""

    text: str
    """as typed"""
    kind: TagKind
    name: str
    """of the model, without folder and ending"""
    start: int
    """the position in the prompt"""
    weight: float | None = 1.0
    """None if it is not a number"""
    is_whole: bool = True
    """whether there is at most one weight"""


def find_tags(prompt: str) -> list[Tag]:
    """Return the tags of a prompt in order."""
    found = []
    for match in _MODEL.finditer(prompt):
        weights = match[3][1:].split(":")
        named = {key.strip(): value for key, equals, value in (each.partition("=") for each in weights) if equals}
        weight = _parse_weight(named.get("unet") or named.get("te") or weights[0])
        kind = TagKind.OTHER if match[1].lower() == "hypernet" else TagKind.LORA
        found.append(Tag(match[0], kind, model_name(match[2]), match.start(), weight, len(weights) == 1))
    for match in _EMBEDDING.finditer(prompt):
        name = match[1].rstrip(".")
        found.append(Tag(f"embedding:{name}", TagKind.EMBEDDING, model_name(name), match.start()))
    return sorted(found, key=lambda tag: tag.start)


def replace_tags(prompt: str, replacement: Callable[[Tag], str] = lambda tag: "") -> str:
    """Return a prompt with its tags replaced, and without the spaces that they leave; unchanged without tags."""
    tags = find_tags(prompt)
    if not tags:
        return prompt
    parts, end = [], 0
    for tag in tags:
        parts += [prompt[end : tag.start], replacement(tag)]
        end = tag.start + len(tag.text)
    return _SPACES.sub(" ", "".join([*parts, prompt[end:]])).strip()


def blank_tags(prompt: str) -> str:
    """Return a prompt of the same length with spaces in place of what no model reads."""
    for tag in find_tags(prompt):
        blank = len("embedding:") if tag.kind is TagKind.EMBEDDING else len(tag.text)
        prompt = prompt[: tag.start] + " " * blank + prompt[tag.start + blank :]
    return prompt


def find_scheduled(prompt: str) -> str | None:
    """Return the first part of a prompt that would change during the steps, such as `[a:b:0.5]` or `[a|b]`."""
    openings: list[tuple[int, str]] = []
    place = 0
    while place < len(prompt):
        character = prompt[place]
        if character == "\\":
            place += 2
            continue
        if character == "[":
            openings.append((place, ""))
        elif character == "]" and openings:
            start, own = openings.pop()
            if "|" in own or _ENDS_IN_NUMBER.search(own):
                return prompt[start : place + 1]
        elif openings:
            openings[-1] = (openings[-1][0], openings[-1][1] + character)
        place += 1
    return None


def combines_prompts(prompt: str) -> bool:
    """Return whether a prompt contains AND, which combines prompts in other programs."""
    return _AND.search(prompt) is not None


def model_name(path: str) -> str:
    """Return the name of a model file without its folder and ending."""
    name = PurePosixPath(path.strip().replace("\\", "/")).name
    ending = next((ending for ending in _FILE_ENDINGS if name.lower().endswith(ending)), "")
    return name.removesuffix(name[len(name) - len(ending) :]) if ending else name


def _parse_weight(text: str) -> float | None:
    if not text.strip():
        return 1.0
    try:
        return float(text)
    except ValueError:
        return None
