"""A brief in a link: packed small, with the version of its packing; or the name of a standard brief."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from khyber.briefing import saved, standard
from khyber.briefing.brief import Brief, BriefError
from khyber.evidence.releases import NEWEST
from khyber.parsing import LONGEST_BRIEF

PAGE, PRESENT = "/brief", "/present"
# Of slides: the server makes a presentation itself, and answers others meanwhile.
MOST_PRESENTED = 20
_PACKING = "1"
_MOST_UNPACKED = 4 * saved.LARGEST_FILE // 10


def pack(brief: Brief) -> str:
    """The text of the parameter `brief`: the packing's version, a dot, and the brief. The release is not in it."""
    plain = saved.as_plain(brief)
    del plain["release"]
    packed = zlib.compress(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode(), level=9)
    return f"{_PACKING}.{base64.urlsafe_b64encode(packed).decode().rstrip('=')}"


def unpack(text: str) -> Brief:
    """The brief in the text of the parameter `brief`, with the newest release. Raises BriefError for any other text."""
    version, _, packed = text.partition(".")
    if not packed:
        return standard.read(text)
    if version != _PACKING:
        raise BriefError(f"The brief in this link is packed in a way that is not known here ({version[:10]}).")
    try:
        unpacked = zlib.decompressobj()
        data = unpacked.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)), _MOST_UNPACKED)
        if not unpacked.eof:
            raise ValueError
        plain = json.loads(data)
    except (ValueError, zlib.error, RecursionError) as error:
        raise BriefError("The brief in this link is damaged: a part of the link may have been cut off.") from error
    return saved.from_plain(plain)


def read(query: Mapping[str, Sequence[str]]) -> Brief:
    """The brief that an address opens, with its release. Raises BriefError where it names none or a damaged one."""
    wanted = [one for one in query.get("brief", ()) if one]
    if not wanted:
        raise BriefError("This address names no brief.")
    if len(wanted[-1]) > LONGEST_BRIEF:
        raise BriefError(
            f"A brief in a link has at most {LONGEST_BRIEF:,} characters; this one has {len(wanted[-1]):,}."
        )
    return unpack(wanted[-1]).changed(release=[NEWEST, *query.get("release", ())][-1])


def query(brief: Brief, release: str) -> dict[str, str]:
    """The parameters that open a brief with a release named. Raises BriefError where it is too long for a link."""
    packed = pack(brief)
    if len(packed) > LONGEST_BRIEF:
        raise BriefError(
            f"As a link this brief has {len(packed):,} characters; {LONGEST_BRIEF:,} is the most. Save it as a file, "
            "or shorten titles and notes."
        )
    return {"release": release, "brief": packed}


def address(brief: Brief, release: str, path: str = PAGE) -> str:
    """The path and query that open a brief, or its presentation at `PRESENT`. Raises BriefError as `query`."""
    return f"{path}?{urlencode(query(brief, release))}"


def require_presentable(brief: Brief) -> None:
    """Raises BriefError for a brief of more slides than are presented by an address."""
    if len(brief.slides) > MOST_PRESENTED:
        raise BriefError(
            f"By its address a brief of at most {MOST_PRESENTED} slides is presented, a longer one as HTML."
        )
