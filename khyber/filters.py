"""Filters: what the reader chose, one value for every page, made from a link and turned into one again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from itertools import takewhile
from typing import Any

from khyber import parsing
from khyber.evidence import Evidence, cached, dates, open_release
from khyber.evidence.releases import NEWEST, frozen, identifiers
from khyber.parameters import ALL, BY_NAME, PARAMETERS

STREAMLITS_OWN = ("embed", "embed_options")
MOST_CHARACTERS = 8_000
MOST_NAMES = 64
_TOO_LONG = f"the link is longer than {MOST_CHARACTERS:,} characters or {MOST_NAMES} names: it was left out"
_CATEGORIES = {"attack": "{}s", "border": "events {}"}
_WITHOUT_SENTINEL = frozenset(
    {"border", "metric", "years", "scale", "series", "strip", "places", "sort", "units", "window", "trail"}
)


@dataclass(frozen=True)
class Filters:
    """Every choice that a link can carry. A default stands for "not chosen" and is not written to the address.

    `said` names the fields that were chosen although they equal a default that is itself a value, such as the
    metric "attacks": they stay in the address. The first eight fields belong to every page, the others to the
    page that shows their control.
    """

    release: str = NEWEST
    known: date | None = None
    border: str = parsing.NATURAL_EARTH
    start: str = ""
    end: str = ""
    area: str = ALL
    actor: str = ALL
    by: tuple[str, ...] = ()
    metric: str = "attacks"
    years: tuple[int, int] = (2020, 2021)
    first_period: str = ""
    second_period: str = ""
    scale: str = "linear"
    series: str = "picss"
    category: str = ALL
    kind: tuple[str, ...] = ()
    country: str = ALL
    within: int = 0
    fill: str = "none"
    units: str = "provinces"
    layers: tuple[str, ...] = ()
    shape: str = ""
    play: date | None = None
    window: int = 90
    trail: str = "off"
    incident: str = ""
    claim_status: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    province: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    confidence: tuple[str, ...] = ()
    toll: int = 0
    placed: str = ALL
    sort: str = "newest"
    group: str = ""
    sector: tuple[str, ...] = ()
    strip: str = "category"
    places: str = "km"
    crossing: str = ""
    month: str = ""
    event: str = ""
    topic: tuple[str, ...] = ()
    on: date | None = None
    stance: str = ""
    weights: tuple[tuple[str, float], ...] = ()
    search: str = ""
    page_kind: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()
    period: str = ""
    judgment: str = ""
    claim: str = ""
    brief: str = ""
    slide: int = 1
    than: str = ""
    known_than: date | None = None
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

    @property
    def known_at_most(self) -> date | None:
        """The day by which all that these filters show was known, None for everything: of two days the later."""
        return max(self.known, self.known_than) if self.known and self.known_than else self.known

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
            parts.append(first if first == last else f"{first} to {last}")
        if self.period:
            parts.append(dates.words(*dates.bounds(self.period)))
        parts += self._of_two_periods()
        if self.actor != ALL:
            parts.append(evidence.vocabulary("actors")["short_name"][self.actor])
        parts += self._of_incidents(evidence)
        if self.topic:
            topics = evidence.labels("timeline_category")
            parts.append(f"{' or '.join(_inside(topics[one]) for one in self.topic)} events")
        if self.by:
            names = evidence.vocabulary("publishers")["name"]
            parts.append("counted by " + ", ".join(names[one] for one in self.by))
        if self.weights:
            parts.append("own weights of the risk index")
        if self.border != parsing.NATURAL_EARTH and self.border in parsing.border_views(evidence):
            parts.append(f"border {_inside(evidence.names('border_views', 'label')[self.border])}")
        if self.known:
            parts.append(f"as known by {dates.words(self.known)}")
        return ", ".join(parts)

    def _of_two_periods(self) -> list[str]:
        chosen = {"first": self.first_period, "second": self.second_period}
        return [f"{which} period {dates.words(*dates.bounds(one))}" for which, one in chosen.items() if one]

    def _of_incidents(self, evidence: Evidence) -> list[str]:
        parts = []
        if self.category != ALL:
            label = _inside(evidence.labels("incident_category")[self.category])
            parts.append(_CATEGORIES[self.category].format(label))
        if self.kind:
            kinds = evidence.names("incident_kinds", "label")
            parts.append(" or ".join(_inside(kinds[one]) for one in self.kind))
        if self.country == parsing.NOWHERE:
            parts.append("without a country on record")
        elif self.country != ALL:
            parts.append(f"in {evidence.labels('country')[self.country]}")
        if self.within:
            parts.append(f"within {self.within} km of the line")
        if self.shape:
            named = evidence.names("sectors") | evidence.names("areas")
            parts.append(f"selected on the map: {named.get(self.shape, 'a drawn area')}")
        if self.sector:
            sectors = evidence.names("sectors")
            parts.append("nearest to the line at " + " or ".join(sectors[one] for one in self.sector))
        if self.crossing:
            parts.append(str(evidence.row("crossings", self.crossing)["name"]))
        return [*parts, *self._on_record(evidence)]

    def _on_record(self, evidence: Evidence) -> list[str]:
        """The choices among what is on record for an incident, in words."""
        districts, targets = parsing.districts(evidence), evidence.names("target_kinds", "label")
        listed = (
            ("", [evidence.names("areas")[one] for one in self.province]),
            ("district ", [districts.get(one, one) for one in self.district]),
            ("target ", [_inside(targets.get(one, one)) for one in self.target]),
            ("claim status ", [_inside(evidence.labels("claim_status")[one]) for one in self.claim_status]),
            ("confidence ", [_inside(evidence.labels("confidence")[one]) for one in self.confidence]),
        )
        parts = [what + " or ".join(chosen) for what, chosen in listed if chosen]
        if self.toll:
            parts.append(f"at least {self.toll} killed by the lowest figure")
        if self.placed != ALL:
            parts.append(f"with{'' if self.placed == 'yes' else 'out'} a point on the map")
        if self.search:
            parts.append(f"the words “{self.search}”")
        return parts


def _inside(label: str) -> str:
    """A label as it stands inside a sentence."""
    return label[:1].lower() + label[1:]


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
    wanted = [NEWEST, *query.get("release", ())][-1]
    release, told, evidence = _open(wanted)
    choices = tuple(sorted((name, tuple(values)) for name, values in query.items()))
    filters, ignored = _read(evidence, release, choices, tuple(identifiers()))
    return Link(evidence, filters, (*told, *ignored))


def _open(wanted: str) -> tuple[str, list[str], Evidence]:
    """The release that a link opens, what must be said where that is not the one that it wants, and its evidence."""
    found = frozen()
    known = [one for one, fault in found.items() if not fault]
    release, told = NEWEST, []
    if wanted in known:
        release = wanted
    elif wanted != NEWEST:
        told = [f"release “{_shown(wanted)}”: {found.get(wanted, 'there is no such release')}; the newest is shown"]
    else:
        newer = takewhile(lambda one: one not in known, found)
        told = [f"release {one}: {found[one]}; the one before it is shown" for one in newer]
    try:
        return release, told, open_release(release)
    except KeyError:
        if frozen() == found:
            raise
        return _open(wanted)


@cached(512)
def _read(
    evidence: Evidence, release: str, query: tuple[tuple[str, tuple[str, ...]], ...], releases: tuple[str, ...]
) -> tuple[Filters, tuple[str, ...]]:
    """The filters of a link that opens an evidence, and what in it was ignored, as long as these releases stand."""
    given = dict(query)
    ignored = [
        f"“{_shown(name)}” is no parameter of this dashboard"
        for name in given
        if name not in BY_NAME and name not in STREAMLITS_OWN
    ]
    chosen: dict[str, Any] = {"release": release}
    for parameter in PARAMETERS:
        texts = [one for one in given.get(parameter.name, ()) if one]
        if parameter.name == "release" or not texts:
            continue
        try:
            chosen[parameter.field] = parameter.read(texts, evidence)
        except parsing.Partly as found:
            chosen[parameter.field] = found.value
            ignored.append(f"{parameter.name} “{_shown(','.join(found.unknown))}”: {found}")
        except ValueError as reason:
            ignored.append(f"{parameter.name} “{_shown(','.join(texts))}”: {reason}")
    said = frozenset(chosen.keys() & _WITHOUT_SENTINEL)
    return _in_order(Filters(**chosen, said=said), ignored)


def _in_order(filters: Filters, ignored: list[str]) -> tuple[Filters, tuple[str, ...]]:
    if filters.first_day and filters.last_day and filters.first_day > filters.last_day:
        ignored.append(f"from “{filters.start}” to “{filters.end}”: the period ends before it starts")
        filters = filters.changed(start="", end="")
    return filters, tuple(ignored)


def _shown(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in dates.shortened(text))


assert {p.field for p in PARAMETERS} == {f.name for f in fields(Filters)} - {"said"}
