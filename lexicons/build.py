#!/usr/bin/env python3
"""Make the generated lexicons from a folder of reference files: ``python lexicons/build.py REFERENCE``.

Tables that people keep by hand are never touched; lexicons/README.md tells which is which.
"""

import sys
from pathlib import Path

from builders import date, initiative, org, place, sector


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} REFERENCE_FOLDER")
    reference, lexicons = Path(sys.argv[1]), Path(__file__).parent
    for builder in (place, org, date, sector, initiative):
        builder.build(reference, lexicons)


if __name__ == "__main__":
    main()
