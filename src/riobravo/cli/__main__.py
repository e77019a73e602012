"""``python -m riobravo.cli``: the same as the command ``riobravo``."""

import sys

from riobravo.cli import main

if __name__ == "__main__":
    sys.exit(main())
