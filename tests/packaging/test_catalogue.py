"""The tool that updates the catalogue, run in its own process against a local hub."""

import json
import os
import shutil
from pathlib import Path

from macapp.system.paths import resources_dir
from tests.support import children
from tests.support.fake_hub import COMMIT, serving

ROOT = Path(__file__).resolve().parents[2]


def test_the_catalogue_gets_the_commit_and_the_size_that_the_hub_says(tiny_model: Path, tmp_path: Path) -> None:
    file = Path(shutil.copyfile(resources_dir() / "catalogue.json", tmp_path / "catalogue.json"))
    before = json.loads(file.read_text())
    program = (
        "import sys; from pathlib import Path; sys.path[:0] = [sys.argv[1], sys.argv[1] + '/packaging']\n"
        "import catalogue; sys.exit(catalogue.main(['sd-1.5', 'sdxl'], Path(sys.argv[2])))"
    )
    with serving(Path(shutil.copytree(tiny_model, tmp_path / "repository"))) as hub:
        hub.repository = before["sd-1.5"]["repository"]
        environment = {**os.environ, "HF_ENDPOINT": hub.endpoint, "HF_HOME": str(tmp_path / "home")}
        command = ["-c", program, str(ROOT), str(file)]
        done = children.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    assert "sdxl: " in done.stdout, "what the hub does not give is said"
    after = json.loads(file.read_text())
    assert after["sd-1.5"]["revision"] == COMMIT
    assert 1_000_000 < after["sd-1.5"]["download"] < 5_000_000
    assert {**after, "sd-1.5": None} == {**before, "sd-1.5": None}, "the rest stays"
    assert file.read_text().count("\n") == (resources_dir() / "catalogue.json").read_text().count("\n")
