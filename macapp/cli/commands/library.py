"""The commands that keep the library (import, export, backup, restore, rebuild), and drawing a map to a file."""

import argparse
import io
from dataclasses import asdict
from pathlib import Path

from macapp.cli.context import line_of, places_of
from macapp.console import counting, note, out, put, say
from macapp.errors import BadRequest, MachineFault
from macapp.imaging import control_maps
from macapp.library import Library, export, imports, rebuild, source_images
from macapp.library.index import backups
from macapp.library.metadata import importers
from macapp.library.rebuild import restore
from macapp.messages import sentence
from macapp.system import storage
from macapp.system.paths import at_home
from macapp.workflow import request_builder


def bring_in(options: argparse.Namespace) -> int:
    """Bring in pictures, also of other programs, with a report; 2 if a file could not be taken, 3 if a disk is full."""
    with Library.open(places_of(options)) as library, counting("Importing pictures") as on_progress:
        if options.in_place:
            results = [
                imports.look_at(library, each, on_progress, hide_all=options.hide_missing) for each in options.paths
            ]
        else:
            results = [imports.bring_in(library, options.paths, on_progress)]
        if not any(result.stopped for result in results):
            library.marks.write()
        for result in results:
            for each in (library.pictures.find(picture_id) for picture_id in [*result.added, *result.completed]):
                lines = importers.unpacked(library.pictures.report(each))
                fields = {
                    **request_builder.as_fields(each, library.places),
                    "report": [line.as_list() for line in lines],
                }
                out(fields, options.json, f"{line_of(each)}  ({each.source})")
            for name, error in result.refused:
                say(error if name in sentence(error) else BadRequest("import-refused", name=name, why=sentence(error)))
            for folder, count in result.emptied:
                say(BadRequest("folder-emptied", path=str(folder), count=count))
    if not options.json:
        added, without = sum(len(each.added) for each in results), sum(each.without_settings for each in results)
        note(f"{added} imported, {without} of them without settings, {sum(r.known for r in results)} known already.")
        if completed := sum(len(each.completed) for each in results):
            note(f"Settings were added to {completed} of those known already.")
    stopped = [result.stopped for result in results if result.stopped is not None]
    if stopped:
        return say(stopped[0])
    return 2 if any(result.refused or result.emptied for result in results) else 0


def take_out(options: argparse.Namespace) -> int:
    """Write pictures into a folder."""
    how = export.Export(options.format, not options.without_prompt, options.name)
    *ids, folder = options.ids_and_folder
    if not ids:
        raise BadRequest("command-line", message="Name the pictures' ids, then the folder.")
    folder = at_home(Path(folder))
    with Library.open(places_of(options)) as library:
        pictures = [library.pictures.find(each) for each in ids]
        if folder.exists() and not folder.is_dir():
            raise BadRequest("folder-expected", path=str(folder))
        folder.mkdir(parents=True, exist_ok=True)
        with counting("Writing pictures") as on_progress:
            for place, picture in enumerate(pictures, start=1):
                path = export.export(picture, folder, how, place)
                out({"id": picture.id, "path": str(path)}, options.json, str(path))
                on_progress(place, len(pictures))
        if options.contact_sheet:
            path = storage.unused(folder, "Contact Sheet", ".png")
            export.contact_sheet(pictures, path, captions=not options.without_prompt)
            out({"path": str(path)}, options.json, str(path))
    return 0


def back_up(options: argparse.Namespace) -> int:
    """Copy the index."""
    with Library.open(places_of(options)) as library:
        kept = library.backup()
    if kept is None:
        raise MachineFault("backup-failed")
    out({"path": str(kept)}, options.json, str(kept))
    return 0


def put_back(options: argparse.Namespace) -> int:
    """Put a copy of the index in its place (that one is set aside), then find what is newer among the pictures."""
    places = places_of(options)
    copies = backups.kept(places.database)
    if options.list:
        for each in copies:
            out({"path": str(each), "bytes": each.stat().st_size}, options.json, str(each))
        return 0
    chosen = options.file or (copies[0] if copies else None)
    if chosen is None:
        raise BadRequest("backup-none")
    kept = restore(places, chosen)
    if kept is not None:
        note(f"The index that was there is kept as {kept}.")
    return make_index_again(options)


def make_index_again(options: argparse.Namespace) -> int:
    """Make the index again from the pictures; a damaged one is set aside first."""
    library, kept = rebuild.opened(places_of(options))
    if kept is not None:
        note(f"The damaged index was set aside as {kept}.")
    with library, library.as_runner(), counting("Reading pictures") as on_progress:
        result = rebuild.rebuild(library, on_progress)
    counts = {name: value for name, value in asdict(result).items() if name != "damaged_files"}
    lines = [f"{name:8} {value}" for name, value in counts.items()]
    out(asdict(result), options.json, "\n".join([*lines, *(f"damaged: {each}" for each in result.damaged_files)]))
    return 0


def draw_map(options: argparse.Namespace) -> int:
    """Draw the map of a picture for a ControlNet, and write it beside what may be there."""
    if options.output.suffix.lower() != ".png" or not options.output.parent.is_dir():
        raise BadRequest("output-not-png", path=str(options.output))
    image, _notices = source_images.opened(options.image)
    if options.kind != control_maps.DEPTH:
        drawn = control_maps.drawn(options.kind, image)
    elif options.depth_model is None:
        raise BadRequest("depth-without-model")
    else:
        from macapp.engine import import_quietly

        import_quietly()
        from macapp.engine.generation.depth import depth_map

        drawn = depth_map(image, options.depth_model)
    buffer = io.BytesIO()
    drawn.save(buffer, "PNG")
    folder = options.output.parent
    put(str(storage.write_new(folder, options.output.stem, ".png", buffer.getvalue(), folder)))
    return 0
