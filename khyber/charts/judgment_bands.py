"""How judgments are drawn: the band of each on the scale of likelihood, confidence and horizon in columns beside."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd

from khyber.charts import theme
from khyber.charts.catalogue import escape
from khyber.evidence import Evidence, dates
from khyber.wording import Band, bands

ROW_PX = 62
# How sure a judgment is, in three signs: never on the scale of likelihood, and never by colour.
CONFIDENCE_SIGNS = {"high": "●●●", "moderate": "●●○", "low": "●○○"}
NO_TIME = "No time named"
_HEAD_PX, _NARROW_HEAD_PX, _FOOT_PX, _LETTERS = 64, 112, 44, 29
# A bar that ends above so many percent has its term at the left.
_TOO_FAR = 60
# Where the columns of words right of the scale begin, and where they end, in its percent.
_CONFIDENCE, _HORIZON, _END = 103, 131, 168


def spec(evidence: Evidence, table: pd.DataFrame) -> dict[str, Any]:
    """Bars from the lower to the upper end of each band, the term beside it, from the table of the judgments.

    On a narrow screen titles stand above the bars, and confidence and horizon beneath.
    """
    rows = list(table.itertuples(index=False))
    sure = [_confidence(evidence, row) for row in rows]
    ends = [_horizon(row) for row in rows]
    said = [f"{escape(row.likelihood)}, {row.band_low:g}–{row.band_high:g} %" for row in rows]
    common = {
        "y": list(range(len(rows))), "customdata": list(table["judgment_id"]), "hoverinfo": "text",
        "hovertext": [
            f"<b>{escape(row.title)}</b><br>Likelihood: {term}<br>Confidence: {escape(row.confidence.lower())}"
            f"<br>Horizon: {end}"
            for row, term, end in zip(rows, said, ends, strict=True)
        ],
    }  # fmt: skip
    bar = {
        **common, "type": "bar", "uid": "bands", "orientation": "h", "base": [row.band_low for row in rows],
        "x": [row.band_high - row.band_low for row in rows], "width": 0.34,
        "marker": {"color": theme.BORDER, "line": {"width": 0}},
    }  # fmt: skip
    beside = {"textposition": "middle right", "textfont": {"size": 11}, "meta": {"narrow": {"visible": False}}}
    left = [row.band_high > _TOO_FAR for row in rows]
    near = [row.band_low - 1 if one else row.band_high + 1 for row, one in zip(rows, left, strict=True)]
    terms = {"textposition": [f"middle {'left' if one else 'right'}" for one in left]}
    return {
        "data": [
            bar,
            {**common, **_words("terms", near, said), **terms},
            {**common, **_words("confidence", [_CONFIDENCE] * len(rows), sure), **beside},
            {**common, **_words("horizon", [_HORIZON] * len(rows), ends), **beside},
        ],
        "layout": _layout(bands(evidence), [escape(one) for one in table["title"]], sure, ends),
    }


def _words(name: str, x: list[float], words: list[str]) -> dict[str, Any]:
    return {
        "type": "scatter", "uid": name, "mode": "text", "x": x, "text": words, "textfont": {"size": 12},
        "cliponaxis": False,
    }  # fmt: skip


def _confidence(evidence: Evidence, row: Any) -> str:
    """The confidence of a judgment with its signs."""
    code = {label: one for one, label in evidence.labels("judgment_confidence").items()}[row.confidence]
    return f"{CONFIDENCE_SIGNS[code]} {escape(row.confidence)}"


def _horizon(row: Any) -> str:
    return NO_TIME if pd.isna(row.horizon) else dates.words(row.horizon.date())


def _layout(scale: tuple[Band, ...], titles: list[str], sure: list[str], ends: list[str]) -> dict[str, Any]:
    ticks = [0.0, *(one.high for one in scale[:-1]), 100.0]
    narrow = [one for one in ticks if one not in (scale[0].high, scale[-1].low)]
    beneath = [f"{one} confidence. Horizon: {end}" for one, end in zip(sure, ends, strict=True)]
    heads = [_over("<b>Confidence</b>", _CONFIDENCE, "left"), _over("<b>Horizon</b>", _HORIZON, "left")]
    return theme.layout(
        height=ROW_PX * len(titles) + _NARROW_HEAD_PX + _FOOT_PX,
        margin={"l": 190, "r": 8, "t": _HEAD_PX, "b": _FOOT_PX},
        showlegend=False,
        xaxis=theme.axis(
            title={"text": "Likelihood, percent"}, range=[0, _END], fixedrange=True, showgrid=False, tickangle=0,
            tickmode="array", tickvals=ticks, ticktext=[f"{one:g}" for one in ticks],
        ),
        yaxis=theme.axis(
            range=[len(titles) - 0.4, -0.6], fixedrange=True, tickmode="array", tickvals=list(range(len(titles))),
            ticktext=["<br>".join(textwrap.wrap(one, _LETTERS)) for one in titles], showgrid=False, automargin=False,
        ),
        shapes=[_tint(place, one) for place, one in enumerate(scale)],
        annotations=[*heads, *(_over(one.term.replace(" ", "<br>"), one.midpoint) for one in scale)],
        meta={
            "narrow": {
                "margin": {"l": 8, "r": 14, "t": _NARROW_HEAD_PX, "b": _FOOT_PX},
                "annotations": [
                    *(_line(f"<b>{one}</b>", place - 0.34, 12) for place, one in enumerate(titles)),
                    *(_line(one, place + 0.33, 11) for place, one in enumerate(beneath)),
                    *({**_over(one.term, one.midpoint), "textangle": -90} for one in scale),
                ],
                "yaxis.showticklabels": False,
                "xaxis.range": [0, 100],
                "xaxis.tickvals": narrow,
                "xaxis.ticktext": [f"{one:g}" for one in narrow],
            }
        },
    )  # fmt: skip


def _over(words: str, x: float, anchor: str = "center") -> dict[str, Any]:
    """Words above the rows, at a place of the scale."""
    return {
        "text": words, "x": x, "xanchor": anchor, "yref": "paper", "y": 1, "yanchor": "bottom", "yshift": 3,
        "showarrow": False, "font": {"size": 11},
    }  # fmt: skip


def _line(words: str, place: float, size: int) -> dict[str, Any]:
    """A line of words over or under the bar of a row."""
    return {
        "text": words, "xref": "paper", "x": 0, "xanchor": "left", "y": place, "yanchor": "middle",
        "showarrow": False, "font": {"size": size}, "align": "left",
    }  # fmt: skip


def _tint(place: int, band: Band) -> dict[str, Any]:
    """The band of a term behind the rows, every other one denser."""
    return {
        "type": "rect", "layer": "below", "yref": "paper", "y0": 0, "y1": 1, "x0": band.low, "x1": band.high,
        "line": {"width": 0}, "fillcolor": theme.faint(theme.QUIET, 0.2 if place % 2 else 0.09),
    }  # fmt: skip
