"""`python -m trading`: the `trading` command where no script is on the path."""

import sys

from trading.cli import main

sys.exit(main())
