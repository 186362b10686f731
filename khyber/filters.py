"""Filters: what the reader chose, one value for every page, made from a link and turned into one again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import lru_cache
from typing import Any

from khyber.evidence import Evidence, dates, open_release
from khyber.evidence.releases import NEWEST, identifiers

ALL = "all"
STREAMLITS_OWN = ("embed", "embed_options")
MOST_CHARACTERS = 8_000
MOST_NAMES = 64
MOST_SEARCHED = 80
_TOO_LONG = f"the link is longer than {MOST_CHARACTERS:,} characters or {MOST_NAMES} names: it was left out"
_CATEGORIES = {"attack": "{}s", "border": "events {}"}
_WITHOUT_SENTINEL = frozenset({"border", "metric", "years", "scale", "series"})


@dataclass(frozen=True)
class Filters:
    """Every choice that a link can carry. A default stands for "not chosen" and is not written to the address.

    `said` names the fields that were chosen although they equal a default that is itself a value, such as the
    metric "attacks": they stay in the address. The first eight fields belong to every page, the others to the
    page that shows their control.
    """

    release: str = NEWEST
    known: date | None = None
    border: str = "natural-earth"
    start: str = ""
    end: str = ""
    area: str = ALL
    actor: str = ALL
    by: tuple[str, ...] = ()
    metric: str = "attacks"
    years: tuple[int, int] = (2020, 2021)
    scale: str = "linear"
    series: str = "picss"
    category: str = ALL
    kind: tuple[str, ...] = ()
    country: str = ALL
    within: int = 0
    incident: str = ""
    group: str = ""
    event: str = ""
    topic: tuple[str, ...] = ()
    search: str = ""
    page_kind: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()
    view: tuple[float, ...] = ()
    said: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def first_day(self) -> date | None:
        """The first day of the chosen period, None where it is open."""
        return dates.bounds(self.start)[0] if self.start else None

    @property
    def last_day(self) -> date | None:
        """The last day of the chosen period, None where it is open."""
        return dates.bounds(self.end)[1] if self.end else None

    def only(self, names: Sequence[str]) -> Filters:
        """The same choices in these fields, the default in all others: the key under which a figure is cached."""
        return Filters(**{name: getattr(self, name) for name in names})

    def changed(self, **choices: Any) -> Filters:
        """These filters with some choices changed."""
        return replace(self, **choices, said=self.said | (choices.keys() & _WITHOUT_SENTINEL))

    def query(self) -> dict[str, str]:
        """The parameters of the address: every value that was chosen, by id."""
        default = Filters()
        return {
            p.name: p.write(getattr(self, p.field))
            for p in PARAMETERS
            if p.field in self.said or getattr(self, p.field) != getattr(default, p.field)
        }

    def shared(self) -> dict[str, str]:
        """The parameters that go along from page to page."""
        names = {p.name for p in PARAMETERS if p.shared}
        return {name: value for name, value in self.query().items() if name in names}

    def pinned(self, evidence: Evidence) -> dict[str, str]:
        """The parameters of a link to share: the release named, every default written out."""
        values = {p.name: p.write(getattr(self, p.field)) for p in PARAMETERS}
        return {name: value for name, value in (values | {"release": evidence.release}).items() if value}

    def sentence(self, evidence: Evidence, whole: str = "All areas") -> str:
        """The choices in words, such as "Pakistan, 2018 to 2026, TTP, counted by PICSS"; `whole` names all areas."""
        place = evidence.vocabulary("areas")["name"][self.area] if self.area != ALL else whole
        parts = [place] if place else []
        if self.start or self.end:
            first = dates.words(*dates.bounds(self.start)) if self.start else "the first record"
            last = dates.words(*dates.bounds(self.end)) if self.end else "the newest record"
            parts.append(f"{first} to {last}")
        if self.actor != ALL:
            parts.append(evidence.vocabulary("actors")["short_name"][self.actor])
        parts += self._of_incidents(evidence)
        if self.by:
            names = evidence.vocabulary("publishers")["name"]
            parts.append("counted by " + ", ".join(names[one] for one in self.by))
        if self.known:
            parts.append(f"as known by {dates.words(self.known)}")
        return ", ".join(parts)

    def _of_incidents(self, evidence: Evidence) -> list[str]:
        parts = []
        if self.category != ALL:
            label = _inside(evidence.labels("incident_category")[self.category])
            parts.append(_CATEGORIES[self.category].format(label))
        if self.kind:
            kinds = evidence.names("incident_kinds", "label")
            parts.append(" or ".join(_inside(kinds[one]) for one in self.kind))
        if self.country != ALL:
            parts.append(f"in {evidence.labels('country')[self.country]}")
        if self.within:
            parts.append(f"within {self.within} km of the line")
        return parts


def _inside(label: str) -> str:
    """A label as it stands inside a sentence."""
    return label[:1].lower() + label[1:]


@dataclass(frozen=True)
class Parameter:
    """One parameter of a link: its name, what it means, and how its text is read and written.

    `read` raises ValueError with the reason where the text means nothing, Partly where a part of it does.
    """

    name: str
    field: str
    meaning: str
    example: str
    read: Callable[[Sequence[str], Evidence], Any]
    write: Callable[[Any], str]
    shared: bool = False


class Partly(ValueError):
    """Some of the ids in a list mean nothing: `unknown` names them, `value` is what the others mean."""

    def __init__(self, reason: str, value: tuple[str, ...], unknown: Sequence[str]) -> None:
        super().__init__(reason)
        self.value = value
        self.unknown = unknown


@dataclass(frozen=True)
class Link:
    """A link as it was understood: the evidence it opens, the filters, and a sentence for each part ignored."""

    evidence: Evidence
    filters: Filters
    ignored: tuple[str, ...] = field(default=())


def open_link(query: Mapping[str, Sequence[str]]) -> Link:
    """Read the parameters of an address: all values of each name, in order.

    Nothing raises: an unknown name, or a value that means nothing, is left out and named in `ignored`. A link
    longer than any that Khyber writes is left out as a whole.
    """
    length = sum(len(name) + len(value) + len("=&") for name, values in query.items() for value in values)
    if length > MOST_CHARACTERS or len(query) > MOST_NAMES:
        return Link(open_release(), Filters(), (_TOO_LONG,))
    return _open_link(tuple(sorted((name, tuple(values)) for name, values in query.items())), tuple(identifiers()))


@lru_cache(maxsize=512)
def _open_link(query: tuple[tuple[str, tuple[str, ...]], ...], releases: tuple[str, ...]) -> Link:
    given = dict(query)
    ignored = [
        f"“{_shown(name)}” is no parameter of this dashboard"
        for name in given
        if name not in BY_NAME and name not in STREAMLITS_OWN
    ]
    release, evidence = NEWEST, open_release()
    wanted = given.get("release", ())
    if wanted and wanted[-1] in releases:
        release, evidence = wanted[-1], open_release(wanted[-1])
    elif wanted and wanted[-1] != NEWEST:
        ignored.append(f"release “{_shown(wanted[-1])}”: there is no such release; the newest is shown")
    chosen: dict[str, Any] = {"release": release}
    for parameter in PARAMETERS:
        texts = [one for one in given.get(parameter.name, ()) if one]
        if parameter.name == "release" or not texts:
            continue
        try:
            chosen[parameter.field] = parameter.read(texts, evidence)
        except Partly as found:
            chosen[parameter.field] = found.value
            ignored.append(f"{parameter.name} “{_shown(','.join(found.unknown))}”: {found}")
        except ValueError as reason:
            ignored.append(f"{parameter.name} “{_shown(','.join(texts))}”: {reason}")
    said = frozenset(chosen.keys() & _WITHOUT_SENTINEL)
    return Link(evidence, *_in_order(Filters(**chosen, said=said), ignored))


def _in_order(filters: Filters, ignored: list[str]) -> tuple[Filters, tuple[str, ...]]:
    if filters.first_day and filters.last_day and filters.first_day > filters.last_day:
        ignored.append(f"from “{filters.start}” to “{filters.end}”: the period ends before it starts")
        filters = filters.changed(start="", end="")
    return filters, tuple(ignored)


def _shown(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in dates.shortened(text))


def _one_of(table: str, what: str, *, or_all: bool = False) -> Callable[[Sequence[str], Evidence], str]:
    def read(texts: Sequence[str], evidence: Evidence) -> str:
        if not (or_all and texts[-1] == ALL) and texts[-1] not in evidence.vocabulary(table).index:
            raise ValueError(f"there is no such {what}")
        return texts[-1]

    return read


def _several_of(table: str, what: str) -> Callable[[Sequence[str], Evidence], tuple[str, ...]]:
    return _several(lambda evidence: evidence.vocabulary(table).index, what)


def _several_labels(vocabulary: str, what: str) -> Callable[[Sequence[str], Evidence], tuple[str, ...]]:
    return _several(lambda evidence: evidence.labels(vocabulary), what)


def _several(
    ids_of: Callable[[Evidence], Collection[str]], what: str
) -> Callable[[Sequence[str], Evidence], tuple[str, ...]]:
    def read(texts: Sequence[str], evidence: Evidence) -> tuple[str, ...]:
        if set(texts) == {ALL}:
            return ()
        wanted = [one for text in texts for one in text.split(",") if one]
        ids = ids_of(evidence)
        found = tuple(one for one in ids if one in wanted)
        unknown = [one for one in dict.fromkeys(wanted) if one not in ids]
        if unknown:
            raise Partly(f"there is no such {what}", found, unknown)
        if not found:
            raise ValueError(f"there is no such {what}")
        return found

    return read


def _choice(*options: str) -> Callable[[Sequence[str], Evidence], str]:
    def read(texts: Sequence[str], evidence: Evidence) -> str:
        if texts[-1] not in options:
            raise ValueError(f"choose {' or '.join(filter(None, [', '.join(options[:-1]), options[-1]]))}")
        return texts[-1]

    return read


def _day(texts: Sequence[str], evidence: Evidence) -> date | None:
    if texts[-1] == ALL:
        return None
    first, last = dates.bounds(texts[-1])
    if first != last:
        raise ValueError("a whole day is needed, such as 2023-01-05")
    return first


def _partial(texts: Sequence[str], evidence: Evidence) -> str:
    if texts[-1] == ALL:
        return ""
    if "/" in texts[-1]:
        raise ValueError("a year, a month or a day is needed, such as 2021-03")
    dates.bounds(texts[-1])
    return texts[-1]


def _two_years(texts: Sequence[str], evidence: Evidence) -> tuple[int, int]:
    parts = texts[-1].split(",")
    if len(parts) != 2 or not all(part.isdecimal() and len(part) == 4 and int(part) >= 1000 for part in parts):
        raise ValueError("two years are needed, such as 2020,2021")
    first, second = map(int, parts)
    if first == second:
        raise ValueError("the two years are the same")
    return min(first, second), max(first, second)


def _kilometres(texts: Sequence[str], evidence: Evidence) -> int:
    if texts[-1] == ALL:
        return 0
    if not texts[-1].isdecimal() or not 0 < len(texts[-1]) <= 4 or int(texts[-1]) == 0:
        raise ValueError("a number of kilometres is needed, such as 50")
    return int(texts[-1])


def _row_of(table: str, what: str) -> Callable[[Sequence[str], Evidence], str]:
    def read(texts: Sequence[str], evidence: Evidence) -> str:
        if not evidence.has_row(table, texts[-1]):
            raise ValueError(f"there is no such {what} in this release")
        return texts[-1]

    return read


def _words(texts: Sequence[str], evidence: Evidence) -> str:
    found = " ".join(texts[-1].split())
    if not found or len(found) > MOST_SEARCHED or not found.isprintable():
        raise ValueError(f"some words are needed, {MOST_SEARCHED} characters at most")
    return found


def _map_view(texts: Sequence[str], evidence: Evidence) -> tuple[float, ...]:
    try:
        latitude, longitude, zoom = (float(part) for part in texts[-1].split(","))
    except ValueError:
        raise ValueError("latitude, longitude and zoom are needed, such as 33.5,69.9,5.2") from None
    if not (-85 <= latitude <= 85 and -180 <= longitude <= 180 and 0 <= zoom <= 22):
        raise ValueError("that view lies outside the map")
    return round(latitude, 4), round(longitude, 4), round(zoom, 4)


def _joined(values: Sequence[object]) -> str:
    return ",".join(f"{value:.7g}" if isinstance(value, float) else str(value) for value in values)


PARAMETERS = (
    Parameter("release", "release", "The data release shown", "2026.11.1", lambda t, e: t[-1], str, shared=True),
    Parameter(
        "known",
        "known",
        "The day by which a row must have been published to be shown",
        "2023-01-05",
        _day,
        lambda day: day.isoformat() if day else ALL,
        shared=True,
    ),
    Parameter(
        "border",
        "border",
        "Whose depiction of the border is drawn",
        "natural-earth",
        _choice("natural-earth"),
        str,
        shared=True,
    ),
    Parameter(
        "from",
        "start",
        "The first year, month or day shown",
        "2018",
        _partial,
        lambda s: s or ALL,
        shared=True,
    ),
    Parameter("to", "end", "The last year, month or day shown", "2025-06", _partial, lambda s: s or ALL, shared=True),
    Parameter(
        "area",
        "area",
        "The area, an id of `areas`",
        "khyber-pakhtunkhwa",
        _one_of("areas", "area", or_all=True),
        str,
        shared=True,
    ),
    Parameter(
        "actor",
        "actor",
        "The actor, an id of `actors`",
        "ttp",
        _one_of("actors", "actor", or_all=True),
        str,
        shared=True,
    ),
    Parameter(
        "by",
        "by",
        "Publishers whose counts are shown, ids of `publishers`",
        "picss,pips",
        _several_of("publishers", "publisher"),
        lambda v: _joined(v) or ALL,
        shared=True,
    ),
    Parameter("metric", "metric", "What is counted, an id of `metrics`", "killed", _one_of("metrics", "metric"), str),
    Parameter("years", "years", "The two years compared", "2020,2021", _two_years, _joined),
    Parameter(
        "scale",
        "scale",
        "The scale of the counts: linear or logarithmic",
        "log",
        _choice("linear", "log"),
        str,
    ),
    Parameter(
        "series",
        "series",
        "The publisher of the monthly series and of the breakdowns",
        "picss",
        _one_of("publishers", "publisher"),
        str,
    ),
    Parameter(
        "category",
        "category",
        "Incidents: militant attacks or events between the two states",
        "border",
        _choice("attack", "border", ALL),
        str,
    ),
    Parameter(
        "kind",
        "kind",
        "Kinds of incident, ids of `incident_kinds`",
        "air-strike,drone-strike",
        _several_of("incident_kinds", "kind of incident"),
        lambda v: _joined(v) or ALL,
    ),
    Parameter("country", "country", "The country on record for the incident", "AF", _choice("AF", "PK", ALL), str),
    Parameter(
        "within",
        "within",
        "Greatest distance of an incident to the border line, in km",
        "50",
        _kilometres,
        lambda km: str(km) if km else ALL,
    ),
    Parameter(
        "incident",
        "incident",
        "The incident opened, an id of `incidents`",
        "2023-09-06-torkham",
        _row_of("incidents", "incident"),
        str,
    ),
    Parameter("group", "group", "The group opened, an id of `groups`", "ttp", _row_of("groups", "group"), str),
    Parameter(
        "event",
        "event",
        "The event opened, an id of `timeline`",
        "2021-08-15-taliban-take-kabul",
        _row_of("timeline", "event"),
        str,
    ),
    Parameter(
        "topic",
        "topic",
        "Categories of events, codes of `labels`",
        "military,border",
        _several_labels("timeline_category", "category of events"),
        lambda v: _joined(v) or ALL,
    ),
    Parameter("search", "search", "Words that a source must hold", "dawn 2021", _words, str),
    Parameter(
        "page-kind",
        "page_kind",
        "Kinds of source, codes of `labels`",
        "think-tank,un-report",
        _several_labels("source_kind", "kind of source"),
        lambda v: _joined(v) or ALL,
    ),
    Parameter(
        "dated",
        "dated",
        "How the date of a source is known, codes of `labels`",
        "page",
        _several_labels("date_basis", "basis of dates"),
        lambda v: _joined(v) or ALL,
    ),
    Parameter("view", "view", "The map's latitude, longitude and zoom", "33.5,69.9,5.2", _map_view, _joined),
)
BY_NAME = {parameter.name: parameter for parameter in PARAMETERS}
assert {p.field for p in PARAMETERS} == {f.name for f in fields(Filters)} - {"said"}
