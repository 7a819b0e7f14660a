"""Build the generated files in place: `python -m build_backend`."""

import sys

from build_backend import assets, translations
from build_backend.node import NodeMissing

try:
    assets.build()
    translations.compile_all()
except NodeMissing as missing:
    sys.exit(str(missing))
