"""The commands about the library (import, export, backup, restore, rebuild), and `map`."""

import argparse
import io
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from macapp.cli.context import format_line, library_paths
from macapp.cli.progress import progress_bar
from macapp.console import print_error, print_note, print_result, put
from macapp.errors import BadRequest, MachineError
from macapp.imaging import control_maps
from macapp.imaging.decode import decode_image
from macapp.library import Library, export, imports, rebuild
from macapp.library.index import backups
from macapp.library.metadata import importers
from macapp.library.rebuild import restore
from macapp.library.recovery import acquire_runner
from macapp.messages import message_for
from macapp.system import storage
from macapp.system.paths import at_home
from macapp.workflow import request_builder


def import_pictures(options: argparse.Namespace) -> int:
    """Import pictures with a report; return 2 if a file was refused, 3 if a disk is full."""
    with Library.open(library_paths(options)) as library, progress_bar("Importing pictures") as on_progress:
        if options.in_place:
            results = [
                imports.index_folder(library, folder, on_progress, hide_all=options.hide_missing)
                for folder in options.paths
            ]
        else:
            results = [imports.import_pictures(library, options.paths, on_progress)]
        if not any(result.stopped for result in results):
            library.marks.write_pending()
        for result in results:
            _print_imported(library, result, options.json)
    if not options.json:
        _print_totals(results)
    stopped = [result.stopped for result in results if result.stopped is not None]
    if stopped:
        return print_error(stopped[0])
    return 2 if any(result.refused or result.emptied for result in results) else 0


def _print_imported(library: Library, result: imports.ImportResult, as_json: bool) -> None:
    """Print the pictures of an import with their reports, and an error for each file and folder that was refused."""
    for picture_id in [*result.added, *result.completed]:
        picture = library.pictures.find(picture_id)
        lines = importers.load_report(library.pictures.import_report(picture))
        fields = {**request_builder.to_dict(picture, library.places), "report": [line.to_list() for line in lines]}
        print_result(fields, as_json, f"{format_line(picture)}  ({picture.source})")
    for name, error in result.refused:
        why = message_for(error)
        print_error(error if name in why else BadRequest("import-refused", name=name, why=why))
    for folder, count in result.emptied:
        print_error(BadRequest("folder-emptied", path=str(folder), count=count))


def _print_totals(results: Sequence[imports.ImportResult]) -> None:
    added = sum(len(result.added) for result in results)
    without = sum(result.without_settings for result in results)
    known = sum(result.known for result in results)
    print_note(f"{added} imported, {without} of them without settings; {known} already known.")
    if completed := sum(len(result.completed) for result in results):
        print_note(f"Settings were added to {completed} of the known pictures.")


def export_pictures(options: argparse.Namespace) -> int:
    """Write pictures into a folder."""
    how = export.Export(options.format, not options.without_prompt, options.name)
    *ids, folder = options.ids_and_folder
    if not ids:
        raise BadRequest("command-line", message="Write the ids of the pictures, then the folder.")
    folder = at_home(Path(folder))
    with Library.open(library_paths(options)) as library:
        pictures = [library.pictures.find(each) for each in ids]
        if folder.exists() and not folder.is_dir():
            raise BadRequest("folder-expected", path=str(folder))
        folder.mkdir(parents=True, exist_ok=True)
        with progress_bar("Exporting pictures") as on_progress:
            for place, picture in enumerate(pictures, start=1):
                path = export.export(picture, folder, how, place)
                print_result({"id": picture.id, "path": str(path)}, options.json, str(path))
                on_progress(place, len(pictures))
        if options.contact_sheet:
            path = storage.unique_path(folder, "Contact Sheet", ".png")
            export.write_contact_sheet(pictures, path, captions=not options.without_prompt)
            print_result({"path": str(path)}, options.json, str(path))
    return 0


def backup_index(options: argparse.Namespace) -> int:
    """Back up the index."""
    with Library.open(library_paths(options)) as library:
        kept = library.backup()
    if kept is None:
        raise MachineError("backup-failed")
    print_result({"path": str(kept)}, options.json, str(kept))
    return 0


def restore_index(options: argparse.Namespace) -> int:
    """Restore a backup of the index, keep the present index, then add newer pictures from their files."""
    places = library_paths(options)
    copies = backups.list_backups(places.database)
    if options.list:
        for copy in copies:
            print_result({"path": str(copy), "bytes": copy.stat().st_size}, options.json, str(copy))
        return 0
    chosen = options.file or (copies[0] if copies else None)
    if chosen is None:
        raise BadRequest("backup-none")
    kept = restore(places, chosen)
    if kept is not None:
        print_note(f"The previous index was saved as {kept}.")
    return rebuild_index(options)


def rebuild_index(options: argparse.Namespace) -> int:
    """Rebuild the index from the pictures; a damaged index is moved out of the way first."""
    library, kept = rebuild.open_or_reset(library_paths(options))
    if kept is not None:
        print_note(f"The damaged index was saved as {kept}.")
    with library, acquire_runner(library), progress_bar("Reading pictures") as on_progress:
        result = rebuild.rebuild(library, on_progress)
    counts = {name: value for name, value in asdict(result).items() if name != "damaged_files"}
    lines = [f"{name:8} {value}" for name, value in counts.items()]
    print_result(
        asdict(result), options.json, "\n".join([*lines, *(f"damaged: {each}" for each in result.damaged_files)])
    )
    return 0


def create_control_map(options: argparse.Namespace) -> int:
    """Make a control map from a picture; an existing file is kept, and the map gets another name."""
    if options.output.suffix.lower() != ".png" or not options.output.parent.is_dir():
        raise BadRequest("output-not-png", path=str(options.output))
    image, _notices = decode_image(options.image)
    if options.kind != control_maps.DEPTH:
        drawn = control_maps.control_map(options.kind, image)
    elif options.depth_model is None:
        raise BadRequest("depth-without-model")
    else:
        from macapp.engine import import_libraries

        import_libraries()
        from macapp.engine.generation.depth import depth_map

        drawn = depth_map(image, options.depth_model)
    buffer = io.BytesIO()
    drawn.save(buffer, "PNG")
    folder = options.output.parent
    put(str(storage.write_unique(folder, options.output.stem, ".png", buffer.getvalue(), folder)))
    return 0
