"""Copy the small build of plotly.js, pinned in package-lock.json, into the briefing kit.

`python scripts/plotly/fetch.py` needs npm and a package registry that npm can reach. The version is that of the
plotly.js in the installed plotly package, which a test holds.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
GOAL = HERE.parents[1] / "khyber" / "briefing" / "frontend" / "plotly-basic.min.js"


def main() -> None:
    """Install the pinned package into a folder that is removed at the end, and copy its one file."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=folder, check=True)
        shutil.copy(Path(folder) / "node_modules" / "plotly.js-basic-dist-min" / "plotly-basic.min.js", GOAL)
    print(f"{GOAL.name}: {GOAL.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
