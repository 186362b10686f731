"""What the whole page said last, and the browser has not got yet, is not taken back when a part of it is run again.

Streamlit drops from its queue what a part (a fragment) said before, when that part is run again. Where the run of the
whole page had just ended, the browser finds the part missing and takes it out as old, all that follows moves up by one
place, and an answer to the next click may meet the wrong element, which leaves a white page.
"""

from typing import Any

from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

_clear = ForwardMsgQueue.clear


def keep() -> None:
    """Make every queue of this process keep what it holds when a part is run again; what is new comes after it."""
    ForwardMsgQueue.clear = _clear_unless_a_part  # type: ignore[assignment, method-assign]


def _clear_unless_a_part(queue: Any, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: Any = None) -> None:
    if fragment_ids_this_run:
        queue._delta_index_map = {}  # Else what is said anew would take the place of what was said before the run.
    else:
        _clear(queue, retain_lifecycle_msgs, fragment_ids_this_run)
