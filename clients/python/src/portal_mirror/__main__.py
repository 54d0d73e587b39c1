import sys

from portal_mirror.cli import main

sys.exit(main())
