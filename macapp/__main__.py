"""`python -m macapp`, and the command `macapp`: picks the command line or the window. Imports nothing heavy."""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command named first, or open the window if none is; return the exit code."""
    from macapp import cli
    from macapp.paths import SMOKE

    given = list(sys.argv[1:] if arguments is None else arguments)
    if cli.names_a_command(given):
        return cli.main(given)
    if SMOKE in given:
        from macapp import smoke

        return smoke.main(given)
    from macapp import app

    return app.main(given)


if __name__ == "__main__":
    sys.exit(main())
