"""A reader without a browser: it speaks Streamlit's protocol, protobuf messages over a WebSocket."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Exception_pb2 import Exception as ShownException
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import NewSession
from websockets.sync.client import ClientConnection, connect

PATIENCE_SECONDS = 60


class Reader:
    """One session on a running server."""

    def __init__(self, socket: ClientConnection, page: str, query: str) -> None:
        self.socket, self.page, self.query = socket, page, query

    def open(self) -> list[ForwardMsg]:
        """Ask for the page as a browser does at first; every message of the run that was completed."""
        asked = BackMsg()
        asked.rerun_script.page_name = self.page
        asked.rerun_script.query_string = self.query
        self.socket.send(asked.SerializeToString())
        messages: list[ForwardMsg] = []
        while not _is_end(messages):
            message = ForwardMsg()
            message.ParseFromString(self.socket.recv(timeout=PATIENCE_SECONDS, decode=False))
            if message.WhichOneof("type") == "new_session":
                messages = []
            messages.append(message)
        return messages


@contextmanager
def reader(base: str, page: str = "", query: str = "") -> Iterator[Reader]:
    """A session with its socket open, closed with its block.

    base: the server's address, such as http://127.0.0.1:8501; page: the path of the page to ask for
    ("" is the default page); query: its parameters, without "?".
    """
    address = f"ws://{urlsplit(base).netloc}/_stcore/stream"
    with connect(address, subprotocols=["streamlit"], compression=None, proxy=None, max_size=None) as socket:
        yield Reader(socket, page, query)


def _is_end(messages: list[ForwardMsg]) -> bool:
    if not messages or messages[-1].WhichOneof("type") != "script_finished":
        return False
    return messages[-1].script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN


def new_session(messages: list[ForwardMsg]) -> NewSession:
    """The server's greeting, with the session's id and the settings that the browser is told."""
    return next(m.new_session for m in messages if m.WhichOneof("type") == "new_session")


def exceptions(messages: list[ForwardMsg]) -> list[ShownException]:
    """What went wrong, as the page shows it."""
    elements = [m.delta.new_element for m in messages if m.delta.WhichOneof("type") == "new_element"]
    return [e.exception for e in elements if e.WhichOneof("type") == "exception"]


def texts(messages: list[ForwardMsg]) -> list[str]:
    """The Markdown and headings of the page, in the order in which they came."""
    found = []
    for message in messages:
        element = message.delta.new_element
        if element.WhichOneof("type") in ("markdown", "heading"):
            found.append(getattr(element, element.WhichOneof("type")).body)
    return found


def written(messages: list[ForwardMsg]) -> str:
    """Everything that the page writes as HTML, in the order in which it came."""
    elements = (message.delta.new_element for message in messages)
    return "".join(one.html.body for one in elements if one.WhichOneof("type") == "html")


def page_names(messages: list[ForwardMsg]) -> list[str]:
    """The paths of the pages in the navigation, in its order; the default page is ""."""
    menu = next(m.navigation for m in messages if m.WhichOneof("type") == "navigation")
    return [page.url_pathname for page in menu.app_pages]
