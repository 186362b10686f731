"""Headers that keep a page to this machine: no foreign host, no frame around it, no sensors."""

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = b"content-security-policy"
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)

# The version stands in the name, so the content under one name never changes.
VERSIONED = re.compile(r"^/app/static/plotly-[\d.]+\.min\.js$")
FOR_GOOD = "public, max-age=31536000, immutable"


def policy(page: str) -> str:
    """The content security policy for `page`, the HTML that Streamlit answers for every address.

    Its inline scripts are allowed by their hashes, MapLibre's workers as blobs, and the styles that
    Streamlit and Plotly write into the page; everything else must come from this server.
    """
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in INLINE_SCRIPT.findall(page))
    directives = {
        "default-src": "'self'",
        "script-src": f"'self' {hashes}".strip(),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "worker-src": "'self' blob:",
        "connect-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


class Headers:
    """ASGI middleware that adds the security headers, and a long cache life where it is safe.

    application: what to wrap; page: the HTML whose inline scripts the policy allows; own_policy: the paths whose
    answers may bring a content policy of their own, which then stands.
    """

    def __init__(self, application: Application, page: str, own_policy: Collection[str] = ()) -> None:
        self.application = application
        self.own_policy = own_policy
        self.always = {
            POLICY.decode(): policy(page),
            "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "referrer-policy": "strict-origin-when-cross-origin",
            "x-content-type-options": "nosniff",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        headers = dict(self.always)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                if VERSIONED.match(scope["path"]) and message["status"] == 200:
                    headers["cache-control"] = FOR_GOOD
                if scope["path"] in self.own_policy and any(name == POLICY for name, _ in message["headers"]):
                    del headers[POLICY.decode()]
                message["headers"] = _replaced(message["headers"], headers)
            await send(message)

        await self.application(scope, receive, send_with_headers)


def _replaced(old: list[tuple[bytes, bytes]], new: dict[str, str]) -> list[tuple[bytes, bytes]]:
    kept = [(name, value) for name, value in old if name.decode("latin-1").lower() not in new]
    return kept + [(name.encode(), value.encode()) for name, value in new.items()]
