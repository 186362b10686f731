"""A reader without a browser, who speaks Streamlit's protocol and holds a stopwatch.

As a browser does, it keeps what was sent over 10 kB and tells the server so, takes a new address over
from the server, and sends the state of the controls that were used.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

PATIENCE_SECONDS = 60
PROTOCOL = Subprotocol("streamlit")
CARD_TITLE = '<h3 class="kh-title">'


@dataclass(frozen=True)
class Run:
    """One run of a page as the reader saw it: from the request to the server's word that it has finished."""

    milliseconds: float
    messages: int
    bytes: int


class Reader:
    """One browser tab on a running server."""

    def __init__(self, socket: ClientConnection, page: str) -> None:
        self.cards: set[str] = set()
        self.expanders: dict[str, str] = {}
        self.options: dict[str, list[str]] = {}
        self._socket, self._page = socket, page
        self._page_hash = self._query = ""
        self._ids: dict[str, str] = {}
        self._kept: set[str] = set()
        self._states: dict[str, WidgetState] = {}

    def run(self, fragment: str = "") -> Run:
        """Have the page run, or one fragment of it. Raises RuntimeError where the page shows an exception."""
        asked = BackMsg()
        state = asked.rerun_script
        state.page_name, state.page_script_hash = ("", self._page_hash) if self._page_hash else (self._page, "")
        state.query_string, state.fragment_id = self._query, fragment
        state.widget_states.widgets.extend(self._states.values())
        state.cached_message_hashes.extend(self._kept)
        begin = time.perf_counter()
        self._socket.send(asked.SerializeToString())
        count = size = 0
        while True:
            raw = self._socket.recv(timeout=PATIENCE_SECONDS, decode=False)
            message = ForwardMsg.FromString(raw)
            count, size = count + 1, size + len(raw)
            if self._is_end(message):
                return Run((time.perf_counter() - begin) * 1e3, count, size)
            self._learn(message)

    def choose(self, key: str, label: str) -> Run:
        """Choose an option in the select box with this key, by the label that it shows."""
        self._states[key] = WidgetState(id=self._ids[key], string_value=label)
        return self.run()

    def expand(self, key: str, open_it: bool) -> Run:
        """Open or close the expander with this key; only its fragment runs."""
        self._states[key] = WidgetState(id=self._ids[key], bool_value=open_it)
        return self.run(self.expanders[key])

    @staticmethod
    def _is_end(message: ForwardMsg) -> bool:
        if message.WhichOneof("type") != "script_finished":
            return False
        return message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN

    def _learn(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if message.metadata.cacheable and message.hash:
            self._kept.add(message.hash)
        if kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "delta":
            self._learn_delta(message.delta)

    def _learn_delta(self, delta: Delta) -> None:
        element = delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise RuntimeError(f"page {self._page}: {element.exception.type}: {element.exception.message}")
        if kind == "html" and delta.fragment_id and element.html.body.startswith(CARD_TITLE):
            self.cards.add(delta.fragment_id)
        elif kind == "selectbox":
            key = self._note(element.selectbox.id)
            self.options[key] = list(element.selectbox.options)
        elif delta.add_block.expandable.id:
            self.expanders[self._note(delta.add_block.expandable.id)] = delta.fragment_id

    def _note(self, element_id: str) -> str:
        """Note the id of a control, such as $$ID-<hash>-<key>, under its key."""
        key = element_id.split("-", 2)[2]
        self._ids[key] = element_id
        return key


@contextmanager
def reader(base: str, page: str) -> Iterator[Reader]:
    """A tab on the page with this path, on the server with this base URL."""
    address = f"ws://{urlsplit(base).netloc}/_stcore/stream"
    with connect(address, subprotocols=[PROTOCOL], compression=None, proxy=None, max_size=None) as socket:
        yield Reader(socket, page)
