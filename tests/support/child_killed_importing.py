"""A process to be killed: it makes pictures, reports that, and waits.

usage: python -m tests.support.child_killed_importing LIBRARY PROMPT PICTURES [checkpoint]     prints `made`; with
`checkpoint`, half of the pictures are first moved from the log into the index
"""

import sys
import time
from pathlib import Path

from macapp.domain.job import GeneratedImage
from macapp.library import Library
from macapp.system.paths import LibraryPaths
from tests.support import index
from tests.support.fake_engine import plain_picture
from tests.support.request_factory import request


def main(folder: str, prompt: str, pictures: str, checkpoint: str = "") -> None:
    library = Library.open(LibraryPaths.at(Path(folder)))
    for number in range(int(pictures)):
        [job] = library.queue.add([request(f"{prompt} {number}", seed=number)])
        library.queue.claim_next([job.id])
        library.pictures.save(job, GeneratedImage(image=plain_picture(job.request), made_with={}))
        if checkpoint and number == int(pictures) // 2:
            index.checkpoint(library.places)
    library.queue.add([request(f"{prompt} waits")])
    sys.stdout.write("made\n")
    sys.stdout.flush()
    time.sleep(600)


if __name__ == "__main__":
    main(*sys.argv[1:])
