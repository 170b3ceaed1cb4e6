"""`python -m muster.config.cli`: the same as `muster`."""

import sys

from muster.config.cli import main

sys.exit(main())
