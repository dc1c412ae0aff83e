"""The history of prompts, and styles: words that are added to a prompt. Any thread.

Styles are imported from and exported to Automatic1111's CSV format, with the columns name, prompt and negative_prompt.
`{prompt}` in a style is the place for the user's own words.
"""

import csv
import io
import sqlite3
from dataclasses import dataclass

from macapp.domain.field_values import normalize_text
from macapp.domain.request import PROMPT_CHARACTERS, Request
from macapp.errors import BadRequest
from macapp.library.index.database import transaction
from macapp.library.index.search import fold_text

PLACEHOLDER = "{prompt}"
MAX_STYLES = 10_000


@dataclass(frozen=True)
class Style:
    """Words that are added to prompt and negative prompt; also used to save a prompt."""

    name: str
    prompt: str = ""
    negative_prompt: str = ""

    def apply_to(self, prompt: str, negative_prompt: str) -> tuple[str, str]:
        """Return both prompts with the words of this style."""
        return _insert_words(self.prompt, prompt), _insert_words(self.negative_prompt, negative_prompt)


@dataclass(frozen=True)
class UsedPrompt:
    """A prompt of the history."""

    prompt: str
    negative_prompt: str
    last_used: str
    """UTC, ISO 8601"""
    times: int
    """how many pictures were made with it"""


class PromptHistory:
    """The history and the styles of one library, on one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def recent(self, containing: str = "", limit: int = 100) -> list[UsedPrompt]:
        """Return the prompts that contain every word of `containing`, the last used first."""
        words = fold_text(containing).split()
        where = " AND ".join(["instr(folded, ?)"] * len(words)) or "1"
        rows = self._connection.execute(
            f"SELECT prompt, negative_prompt, used, times FROM prompts WHERE {where}"  # noqa: S608
            " ORDER BY used DESC, rowid DESC LIMIT ?",
            (*words, limit),
        )
        return [UsedPrompt(*row) for row in rows]

    def forget(self, prompt: str) -> None:
        """Remove a prompt from the history."""
        with transaction(self._connection):
            self._connection.execute("DELETE FROM prompts WHERE prompt = ?", (prompt,))

    def styles(self) -> list[Style]:
        """Return the styles, sorted by name."""
        rows = self._connection.execute("SELECT name, prompt, negative_prompt FROM styles ORDER BY name COLLATE NOCASE")
        return [Style(*row) for row in rows]

    def save_style(self, style: Style) -> Style:
        """Save a style, replacing one with the same name; raises `BadRequest` for an empty name."""
        kept = Style(_clean_name(style.name), normalize_text(style.prompt), normalize_text(style.negative_prompt))
        with transaction(self._connection):
            self._connection.execute(
                "INSERT OR REPLACE INTO styles VALUES (?, ?, ?)", (kept.name, kept.prompt, kept.negative_prompt)
            )
        return kept

    def delete_style(self, name: str) -> None:
        """Delete a style."""
        with transaction(self._connection):
            self._connection.execute("DELETE FROM styles WHERE name = ?", (name,))

    def import_styles(self, content: bytes, name: str) -> int:
        """Import the styles of the CSV file `name`; return how many. Raises `BadRequest`."""
        try:
            rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))[:MAX_STYLES]
        except (UnicodeDecodeError, csv.Error):
            raise BadRequest("styles-unreadable", name=name) from None
        if not rows or "name" not in rows[0] or "prompt" not in rows[0]:
            raise BadRequest("styles-unreadable", name=name)
        styles = [
            Style(
                _clean_name(row["name"]),
                normalize_text(row["prompt"] or ""),
                normalize_text(row.get("negative_prompt") or ""),
            )
            for row in rows
            if (row["name"] or "").strip() and len(row["prompt"] or "") <= PROMPT_CHARACTERS
        ]
        with transaction(self._connection):
            self._connection.executemany(
                "INSERT OR REPLACE INTO styles VALUES (?, ?, ?)",
                [(style.name, style.prompt, style.negative_prompt) for style in styles],
            )
        return len(styles)

    def export_styles(self) -> bytes:
        """Return the styles as a CSV file."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(("name", "prompt", "negative_prompt"))
        writer.writerows((style.name, style.prompt, style.negative_prompt) for style in self.styles())
        return text.getvalue().encode()


def record_use(connection: sqlite3.Connection, request: Request, when: str, pictures: int = 0) -> None:
    """Record the use of a prompt, and how many pictures it made, inside a transaction."""
    if request.prompt:
        connection.execute(
            "INSERT INTO prompts VALUES (?, ?, ?, ?, ?) ON CONFLICT (prompt) DO UPDATE SET negative_prompt ="
            " excluded.negative_prompt, used = max(used, excluded.used), times = times + excluded.times",
            (request.prompt, request.negative_prompt, fold_text(request.prompt), when, pictures),
        )


def _insert_words(style: str, own: str) -> str:
    if PLACEHOLDER in style:
        return style.replace(PLACEHOLDER, own)
    return ", ".join(filter(None, (own.strip(), style.strip())))


def _clean_name(text: str) -> str:
    name = " ".join(normalize_text(text).split())[:200]
    if not name:
        raise BadRequest("name-missing")
    return name
