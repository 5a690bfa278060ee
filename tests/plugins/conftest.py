"""Makes the stand-ins of this folder importable, however pytest was called."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
