"""The triggers of textual inversions, and the tokens that a prompt gets in their place. On the engine's thread."""

import re
from typing import Any

_ATTRIBUTE = "easel_triggers"


def trigger_tokens(tokenizer: Any) -> dict[str, list[int]]:
    """Return the triggers of a tokenizer, casefolded, with the numbers of their tokens. Change it to add some."""
    if not hasattr(tokenizer, _ATTRIBUTE):
        setattr(tokenizer, _ATTRIBUTE, {})
    return getattr(tokenizer, _ATTRIBUTE)


def tokenize(text: str, tokenizer: Any) -> list[int]:
    """Return the tokens of a text without its beginning and end; a trigger in any case becomes all of its tokens."""
    triggers = trigger_tokens(tokenizer)
    tokens: list[int] = []
    end = 0
    for match in _find_triggers(text, list(triggers)):
        tokens += _tokenize_plain(text[end : match.start()], tokenizer) + triggers[match[0].casefold()]
        end = match.end()
    return tokens + _tokenize_plain(text[end:], tokenizer)


def _find_triggers(text: str, triggers: list[str]) -> list[re.Match[str]]:
    """Return where triggers are as whole words, the longest first."""
    if not triggers:
        return []
    words = "|".join(map(_as_pattern, sorted(triggers, key=len, reverse=True)))
    return [match for match in re.finditer(words, text, re.IGNORECASE) if match[0].casefold() in triggers]


def _as_pattern(trigger: str) -> str:
    before = r"(?<!\w)" if trigger[:1].isalnum() else ""
    after = r"(?!\w)" if trigger[-1:].isalnum() else ""
    return f"{before}{re.escape(trigger)}{after}"


def _tokenize_plain(text: str, tokenizer: Any) -> list[int]:
    return tokenizer(text, add_special_tokens=False, truncation=False).input_ids if text.strip() else []
