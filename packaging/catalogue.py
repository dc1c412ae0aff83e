"""Update the catalogue with the newest commits and sizes from the hub.

    python packaging/catalogue.py [MODEL ...]      all downloadable models, or those with these ids; needs the network

Prints the differences. A model that the hub does not return, such as one whose licence was not accepted, stays as it
is.
"""

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "resources" / "catalogue.json"
NEWEST = "main"


def main(ids: Sequence[str], file: Path = FILE) -> int:
    """Update the catalogue from the hub; return the number of models that the hub did not return."""
    from macapp.errors import EaselError
    from macapp.messages import message_for
    from macapp.models import hub_token
    from macapp.models.hub import DownloadSpec, list_repository

    entries = json.loads(file.read_text(encoding="utf-8"))
    missing = 0
    for name, entry in entries.items():
        if "repository" not in entry or (ids and name not in ids):
            continue
        try:
            wanted = DownloadSpec(entry["repository"], NEWEST, tuple(entry.get("files", ())), entry.get("sha256", ""))
            found = list_repository(wanted, hub_token.token())
        except EaselError as error:
            missing += 1
            print(f"{name}: {message_for(error)}")
            continue
        commit = entry["revision"] if entry["revision"] == NEWEST else found.commit
        if (commit, found.size) != (entry["revision"], entry["download"]):
            print(f"{name}: {entry['revision'][:12]}, {entry['download']:,} -> {commit[:12]}, {found.size:,} bytes")
        entry["revision"], entry["download"] = commit, found.size
    text = json.dumps(entries, indent=2, ensure_ascii=False)
    pairs = re.sub(r"\[\s+(\d+),\s+(\d+)\s+\]", r"[\1, \2]", text)
    file.write_text(f"{pairs}\n", encoding="utf-8")
    return missing


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
