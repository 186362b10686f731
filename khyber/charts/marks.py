"""How an incident is marked, on the map and on the strip alike (curated rule 12).

A filled disc stands for the lowest toll reported, a ring for the highest, a small hollow mark for no toll. The
letter and the colour tell the category. A claim is never the biggest thing: no ring is drawn larger than the
largest disc.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from khyber.charts import theme

LETTERS = {"attack": "A", "border": "B"}
NAMED = {
    "attack": ("militant attack", "militant attacks"),
    "border": ("event between the two states", "events between the two states"),
}
COLOURS = {"attack": theme.ATTACK, "border": theme.BORDER}
_EDGE = {"color": "#ffffff", "width": 0.75}
_LEAST_PX, _PX_PER_ROOT = 11.0, 2.0


def legend() -> tuple[tuple[str, str, str, str], ...]:
    """What the marks mean: form (disc, ring, small), colour, letter, meaning."""
    return (
        *(("disc", COLOURS[one], LETTERS[one], NAMED[one][0]) for one in LETTERS),
        ("disc", theme.QUIET, "", "filled: the lowest toll reported"),
        ("ring", theme.QUIET, "", "ring: the highest toll reported"),
        ("small", theme.QUIET, "", "small and hollow: no toll reported"),
    )


def in_words() -> str:
    """What the marks mean, for a picture that stands alone, and how far a ring can be trusted."""
    letters = "; ".join(f"{letter}: {NAMED[one][0]}" for one, letter in LETTERS.items())
    return f"{letters}. {forms_in_words()}"


def forms_in_words() -> str:
    """What the forms and sizes of marks mean, and how far a ring can be trusted."""
    return (
        "Disc: the lowest toll reported; ring: the highest, which may be one side's claim and is never "
        "drawn larger than the largest disc; small and hollow: no toll reported."
    )


def largest(drawn: pd.DataFrame) -> float:
    """The diameter in pixels of the largest disc among incidents: no ring is drawn larger."""
    lowest = drawn["killed_low"].max()
    return _LEAST_PX if pd.isna(lowest) else _size(lowest)


def rings(highest: Iterable[float], most: float) -> list[float]:
    """The diameters in pixels of the rings around highest tolls, none larger than `most`."""
    return [min(_size(high) + 4, most) for high in highest]


def incidents(drawn: pd.DataFrame, trace: str, places: Mapping[str, str], most: float) -> list[dict[str, Any]]:
    """The traces that mark incidents, those of the highest tolls at the bottom.

    `drawn` has incident_id, category, killed_low, killed_high, the escaped hover text `line`, and the columns
    that `places` names for the coordinates of the type of `trace`. `most` is the diameter of the largest ring.
    """
    drawn = drawn.sort_values("killed_high", ascending=False, kind="stable")
    traces = []
    for category in LETTERS:
        rows = drawn[drawn["category"] == category]
        told, silent = rows[rows["killed_high"].notna()], rows[rows["killed_high"].isna()]
        wide = told[told["killed_high"] > told["killed_low"].fillna(0)]
        ring_sizes = rings(wide["killed_high"], most)
        discs = [_size(low) for low in told["killed_low"].fillna(0)]
        for form, some, sizes in (
            ("ring", wide, ring_sizes),
            ("disc", told, discs),
            ("silent", silent, [_LEAST_PX - 2] * len(silent)),
        ):
            at = {name: some[column].tolist() for name, column in places.items()}
            traces.append({"type": trace, "uid": f"{form}-{category}", **at, **_look(form, category, some, sizes)})
    return traces


def _look(form: str, category: str, rows: pd.DataFrame, sizes: list[float]) -> dict[str, Any]:
    hollow, lettered = form != "disc", form != "ring"
    return {
        "mode": "markers+text" if lettered else "markers",
        "text": [LETTERS[category]] * len(rows) if lettered else None,
        "textfont": {"size": 9, "color": COLOURS[category] if hollow else "#ffffff"},
        "customdata": rows["incident_id"].tolist(),
        "hovertext": rows["line"].tolist(),
        "hoverinfo": "text",
        "marker": {"size": sizes, "color": COLOURS[category], "opacity": 0.85},
        "meta": {"ring": 1.5} if hollow else {"outline": _EDGE, "dark": {"meta.outline.color": "#0e1117"}},
    }


def _size(killed: float) -> float:
    """Diameter in pixels: the area grows with the number killed."""
    return float(_LEAST_PX + _PX_PER_ROOT * killed**0.5)
