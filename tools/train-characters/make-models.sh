#!/bin/sh
# Makes every model file again. Debian 12, Python 3.11; `apt-get update` first, for the fonts. Options go to make_models.py.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=${SANDPIPER_MODEL_WORK:-$HOME/.cache/sandpiper/train-characters}
venv=${SANDPIPER_MODEL_VENV:-$work/venv}
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
export TF_CPP_MIN_LOG_LEVEL=3 PYTHONDONTWRITEBYTECODE=1
nice -n 10 "$venv/bin/python" "$here/make_models.py" --work "$work" "$@"
# The JSON in the house's format, which is the linter's business.
cd "$here/../.." && npx biome format --write tests/models
