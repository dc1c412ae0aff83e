#!/bin/sh
# Install the system packages for a virtual environment and a window, and print the Python to use.
# usage: system.sh [PYTHON [bundle]]
#        system.sh --set
# Without PYTHON, the first suitable one of python3.11, python3.12, python3.13 and python3 is used, or else one of uv.
# macOS needs only Python. On Debian and its derivatives, missing packages are installed if this user may do so: Python,
# its venv, the libraries of Qt, and a font. "bundle" adds objdump for PyInstaller, and the shared library of Python.
# --set prints the name of the set of packages in constraints/ for this machine: an older macOS needs an older PyTorch.
# Standard output is only the chosen Python, or the set.
set -eu

wanted=${1:-}
PATH="$PATH:/usr/sbin:/sbin" # ldconfig, sysctl
system=$(uname -s)

fail() {
    echo "easel: $1" >&2
    exit 3
}

macos() {
    SYSTEM_VERSION_COMPAT=0 sw_vers -productVersion # without it, macOS may answer 10.16
}

choose_set() {
    if [ "$system" = Darwin ]; then
        case $(macos) in
            10.* | 11 | 11.* | 12 | 12.*) echo legacy && return ;;
            13 | 13.*) echo macos13 && return ;;
        esac
    fi
    echo current
}

# Explain what no set of packages is made for.
check_mac() {
    if [ "$(uname -m)" != arm64 ]; then
        [ "$(sysctl -n sysctl.proc_translated 2>/dev/null)" != 1 ] ||
            fail "this terminal runs under Rosetta, as if on an Intel processor; run this instead: arch -arm64 make demo"
        fail "a Mac with Apple silicon is needed: PyTorch has no packages for Intel processors any more."
    fi
    case $(macos) in
        10.* | 11 | 11.* | 12 | 12.[0-5] | 12.[0-5].*)
            fail "macOS 12.6 or later is needed, and this is macOS $(macos); update it and try again."
            ;;
    esac
}

install() {
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        fail "these packages are missing; install them as root and try again: $*"
    fi
    echo "easel: installing $*" >&2
    $as_root apt-get update -qq >&2
    # shellcheck disable=SC2086  # $as_root is two words or none
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

has_version() {
    "$1" -c "import sys; sys.exit(not ($least <= sys.version_info < $below))" >/dev/null 2>&1
}

is_native() { # an Intel Python on Apple silicon runs under Rosetta, where PyTorch has no packages
    [ "$system" != Darwin ] || [ "$("$1" -c 'import platform; print(platform.machine())')" = arm64 ]
}

# Each candidate is run, because pyenv puts names on the path that do not work.
choose() {
    if [ -n "$wanted" ]; then set -- "$wanted"; else
        # shellcheck disable=SC2086  # a list of names
        set -- $names python3
    fi
    for candidate in "$@"; do
        if has_version "$candidate" && is_native "$candidate"; then
            echo "$candidate"
            return
        fi
    done
}

choose_of_uv() {
    uv python find --no-project "$newest" 2>/dev/null ||
        { uv python install "$newest" >&2 && uv python find --no-project "$newest"; }
}

# Say in one sentence why there is no Python, and how to get one.
fail_without_python() {
    found=${wanted:-python3}
    how="install Python $newest and try again"
    [ "$system" != Darwin ] ||
        how="install one from python.org/downloads/macos, or with: brew install python@$newest"
    command -v "$found" >/dev/null 2>&1 || fail "Python $range is needed, and there is no $found; $how."
    ! has_version "$found" ||
        fail "Python $range for Apple silicon is needed, and $found is for Intel processors; $how."
    fail "Python $range is needed, and $found is $("$found" --version 2>&1 | head -n 1); $how."
}

set_name=$(choose_set)
if [ "$wanted" = --set ]; then
    echo "$set_name"
    exit
fi
[ "$system" != Darwin ] || check_mac
if [ "$set_name" = legacy ]; then
    least="(3, 10)" below="(3, 11)" range="3.10" names="python3.10" newest=3.10
else
    least="(3, 11)" below="(3, 14)" range="3.11 to 3.13" names="python3.11 python3.12 python3.13" newest=3.13
fi

python=$(choose)
if [ "$system" = Linux ] && command -v apt-get >/dev/null 2>&1; then
    missing=
    if [ -n "$python" ]; then
        "$python" -c "import venv, ensurepip" 2>/dev/null ||
            missing=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    elif [ -z "$wanted" ]; then
        missing="python3 python3-venv"
    fi
    for pair in libEGL.so.1:libegl1 libGL.so.1:libgl1 libxkbcommon.so.0:libxkbcommon0 libdbus-1.so.3:libdbus-1-3 \
        libfontconfig.so.1:libfontconfig1 libglib-2.0.so.0:libglib2.0-0 libxcb-cursor.so.0:libxcb-cursor0 \
        libxkbcommon-x11.so.0:libxkbcommon-x11-0 libxcb-icccm.so.4:libxcb-icccm4 libxcb-keysyms.so.1:libxcb-keysyms1; do
        ldconfig -p | grep -q "${pair%%:*}" || missing="$missing ${pair#*:}"
    done
    [ -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ] || missing="$missing fonts-dejavu-core"
    if [ "${2:-}" = bundle ] && [ -n "$python" ]; then
        command -v objdump >/dev/null 2>&1 || missing="$missing binutils"
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        folder=$("$python" -c 'import sysconfig; print(sysconfig.get_config_var("LIBDIR"))')
        [ -e "$folder/libpython$version.so.1.0" ] || ldconfig -p | grep -q "libpython$version.so.1.0" ||
            missing="$missing libpython$version"
    fi
    # shellcheck disable=SC2086  # a list of packages
    [ -z "$missing" ] || install $missing
    [ -n "$python" ] || python=$(choose)
fi

if [ -z "$python" ] && [ -z "$wanted" ] && command -v uv >/dev/null 2>&1; then
    python=$(choose_of_uv) || python=
fi
[ -n "$python" ] || fail_without_python
echo "$python"
