#!/usr/bin/env bash
# slack_sdk 3.48.0 with SQLAlchemy 2.1.9: the synchronous installation store cannot be imported without greenlet.
#
# Guessed: greenlet is needed for asyncio alone. Seen: the module of SQLAlchemyInstallationStore imports
# sqlalchemy.ext.asyncio at its top for the asynchronous store beside it; SQLAlchemy installs greenlet no longer unless asked
# (`SQLAlchemy[asyncio]`), so that the import of the synchronous one ends with an ImportError. SQLAlchemy 2.0 installed
# greenlet on the usual machines, so an upgrade of SQLAlchemy alone brings this about.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
attempt() {
    "$folder/venv/bin/pip" install --quiet "slack_sdk==3.48.0" "$1"
    "$folder/venv/bin/python" - <<'PYTHON'
try:
    from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore  # noqa: F401
except ImportError as error:
    print("ImportError", "greenlet" in str(error))
else:
    print("imported")
PYTHON
}
seen=$(attempt "SQLAlchemy==2.1.9"; attempt "SQLAlchemy[asyncio]==2.1.9")
expected="ImportError True
imported"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "slack_sdk or SQLAlchemy behave otherwise now"; exit 1; }
