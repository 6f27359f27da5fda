"""`python -m trading`: the `trading` command where no script is on the path."""

import gc
import sys

gc.disable()  # loading makes many objects and no garbage
from trading.cli import main  # noqa: E402  # what was just decided is about this line

gc.freeze()
gc.enable()
sys.exit(main())
