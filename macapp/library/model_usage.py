"""Count how many pictures used each model, and when the last one was made. Any thread with its own connection."""

import sqlite3
from dataclasses import dataclass

_USES_SQL = """
SELECT model AS name, created FROM pictures WHERE deleted IS NULL
UNION ALL SELECT CASE part.type WHEN 'object' THEN json_extract(part.value, '$.model') END, created
    FROM pictures, json_each(request, '$.loras') AS part
    WHERE deleted IS NULL AND instr(request, '"loras"')
UNION ALL SELECT CASE part.type WHEN 'object' THEN json_extract(part.value, '$.model') END, created
    FROM pictures, json_each(request, '$.controls') AS part
    WHERE deleted IS NULL AND instr(request, '"controls"')
UNION ALL SELECT part.value, created FROM pictures, json_each(request, '$.embeddings') AS part
    WHERE deleted IS NULL AND instr(request, '"embeddings"')
UNION ALL SELECT json_extract(request, '$.upscaler'), created FROM pictures
    WHERE deleted IS NULL AND instr(request, '"upscaler"')
UNION ALL SELECT json_extract(request, '$.refiner'), created FROM pictures
    WHERE deleted IS NULL AND instr(request, '"refiner"')
UNION ALL SELECT json_extract(request, '$.vae'), created FROM pictures
    WHERE deleted IS NULL AND instr(request, '"vae"')
"""


@dataclass(frozen=True)
class ModelUsage:
    """The use of one model in a library."""

    pictures: int
    last: str
    """time of the newest picture: UTC, ISO 8601"""


def model_usage(connection: sqlite3.Connection) -> dict[str, ModelUsage]:
    """Return the usage of each model in a picture, by its name in the requests."""
    rows = connection.execute(
        f"SELECT name, COUNT(*), MAX(created) FROM ({_USES_SQL}) WHERE name IS NOT NULL GROUP BY name"  # noqa: S608
    )
    return {name: ModelUsage(count, last) for name, count, last in rows}
