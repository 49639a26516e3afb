"""Where the environment is read, once: everything else in the settings takes values from here."""

from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"

env = environ.Env()

DATABASE_URL: str = env.str("DATABASE_URL", default="")
REDIS_URL: str = env.str("REDIS_URL", default="")
MEDIA_ROOT_DIR: str = env.str("MEDIA_ROOT", default=str(VAR / "media"))
# Where published data files are looked for; without them the portal runs all the same.
PUBLISHED_DATA_DIR: str = env.str("PUBLISHED_DATA", default=str(ROOT.parent / "shared" / "data"))
