"""What the browser has not got yet stays in Streamlit's queue when a part of the page is run again."""

import subprocess
import sys

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

from khyber.ui import unsent


def said(place: int, fragment: str, words: str) -> ForwardMsg:
    """What a run says about the element at a place of the page."""
    message = ForwardMsg()
    message.metadata.delta_path.extend([0, place])
    message.delta.fragment_id = fragment
    message.delta.new_element.markdown.body = words
    return message


def ended() -> ForwardMsg:
    message = ForwardMsg()
    message.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    return message


def test_the_whole_page_is_told_before_a_part_that_is_run_again() -> None:
    unsent.keep()
    queue = ForwardMsgQueue()
    page = [said(0, "links", "old"), said(1, "card", "card"), ended()]
    for message in page:
        queue.enqueue(message)
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=["links"])
    queue.enqueue(said(0, "links", "new"))
    assert queue.flush() == [*page, said(0, "links", "new")]
    assert queue.is_empty()


def test_a_run_of_the_whole_page_takes_the_place_of_what_was_not_sent() -> None:
    unsent.keep()
    queue = ForwardMsgQueue()
    queue.enqueue(said(0, "links", "old"))
    queue.clear(retain_lifecycle_msgs=True)
    assert queue.is_empty()


def test_the_server_keeps_it() -> None:
    told = "import khyber.server; from streamlit.runtime.forward_msg_queue import ForwardMsgQueue as q; print(q.clear)"
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert "_clear_unless_a_part" in run.stdout
