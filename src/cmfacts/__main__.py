"""``python -m cmfacts``."""

import sys

from cmfacts.cli import main

if __name__ == "__main__":
    sys.exit(main())
