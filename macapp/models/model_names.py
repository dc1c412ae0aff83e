"""Find installed models by the names that prompts and other programs use: a file name without folder and ending."""

from macapp.models.registry import ModelRegistry
from macapp.prompt.tags import model_name
from macapp.system.paths import LibraryPaths


class ModelNames:
    """The installed models by name. Each kind is read once, when it is first needed. Any thread; may be slow."""

    def __init__(self, places: LibraryPaths) -> None:
        self._places = places
        self._by_name: dict[str, dict[str, str]] = {}

    def find(self, kind: str, name: str) -> str | None:
        """Return the id of the model of a kind with this name, regardless of case; None if there is none."""
        if kind not in self._by_name:
            names: dict[str, str] = {}
            for model in ModelRegistry(self._places).list_models(kind):
                for known in (model.name, model.path.name):
                    names.setdefault(model_name(known).casefold(), model.id)
            self._by_name[kind] = names
        return self._by_name[kind].get(model_name(name).casefold())
