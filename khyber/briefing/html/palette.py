"""The colours of the dashboard, light and dark, for what is drawn outside it."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from khyber.settings import settings


@cache
def colours(mode: str) -> dict[str, Any]:
    """The theme `light` or `dark` of `.streamlit/config.toml`: colours by name, such as textColor."""
    written = tomllib.loads((settings.root / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    return dict(written["theme"][mode])


def variables(mode: str) -> str:
    """The colours of a theme as CSS variables, such as --text."""
    named = {name: value for name, value in colours(mode).items() if name.endswith("Color")}
    return "".join(f"--{name.removesuffix('Color')}:{value};" for name, value in named.items())
