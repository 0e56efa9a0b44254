"""A WebSocket protocol of uvicorn's with a short way to the transport and from it.

One tick's message goes to hundreds of devices. Sent in the ordinary way each copy is decoded, put in an event, awaited
and framed by itself; each message that comes takes a queue, a task's turn and two changes of what the loop watches.
That, not the messages, is most of the server's work. The application finds `EXTENSION` in its scope's extensions; where
it is not there it uses ASGI's ordinary way.

What comes is cut into frames here. A whole text message in one small frame, which is all that our pages send, is
unmasked and handed over; every other frame, the handshake and the closing go to the parser of websockets, as ever.
"""

import struct
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import apply_mask  # type: ignore[attr-defined]
from websockets.http11 import Request

from commonweal.sync.messages import MAX_FRAME

EXTENSION = "commonweal.ready"
TEXT = 0x81
"""A whole text message in one frame (RFC 6455, section 5.2)."""


def framed(data: bytes) -> bytes:
    """A text message of a server as one frame: unmasked, not compressed."""
    size = len(data)
    if size < 126:
        return struct.pack("!BB", TEXT, size) + data
    if size < 65536:
        return struct.pack("!BBH", TEXT, 126, size) + data
    return struct.pack("!BBQ", TEXT, 127, size) + data


def frame_size(data: bytes | bytearray) -> int:
    """How long the client's frame is that begins here, head and mask included; 0 when too little of it is here."""
    if len(data) < 2:
        return 0
    size, head = data[1] & 0x7F, 2 + 4 * (data[1] >> 7)
    if size < 126:
        return head + size
    width = 2 if size == 126 else 8
    return head + width + int.from_bytes(data[2 : 2 + width], "big") if len(data) >= 2 + width else 0


def small_text(frame: bytes | bytearray) -> bytes | None:
    """The text in a frame that is a whole masked message of less than 64 kB; None when it is any other."""
    size = frame[1] ^ 0x80
    if frame[0] != TEXT or size > 126:
        return None
    at = 4 if size == 126 else 2
    return apply_mask(frame[at + 4 :], frame[at : at + 4])


class ReadyProtocol(WebSocketsSansIOProtocol):
    """`listener`, once set, is called with each message in place of an event; it must not wait, nor raise."""

    listener: Callable[[bytes], None] | None = None
    rest = b""
    """The beginning of a frame that is not whole yet."""

    def data_received(self, data: bytes) -> None:
        if self.listener is None:
            super().data_received(data)
            return
        data = self.rest + data if self.rest else data
        # A frame that says it is longer than any may be goes to the parser as it comes, which refuses it.
        while (size := frame_size(data)) and (size <= len(data) or size > MAX_FRAME + 14):
            self._frame_received(data[:size])
            data = data[size:]
        self.rest = data

    def _frame_received(self, frame: bytes) -> None:
        text = None if self.frames or self.close_sent else small_text(frame)
        if text is None or self.listener is None:
            super().data_received(frame)
        else:
            self.listener(text)

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if "scope" in self.__dict__:
            extensions: dict[str, Any] = self.scope["extensions"]
            extensions[EXTENSION] = self

    def send_receive_event_to_app(self) -> None:
        if self.listener is None:
            super().send_receive_event_to_app()
            return
        data = self.frames[0] if len(self.frames) == 1 else b"".join(self.frames)
        self.frames = []
        if not self.close_sent:
            self.listener(data)

    def write_ready(self, frame: bytes, most: int) -> bool:
        """Writes a whole frame now; False when more than `most` bytes wait already. After the end it goes nowhere."""
        transport = self.transport
        if self.close_sent or self.disconnected or transport.is_closing():
            return True
        if transport.get_write_buffer_size() > most:
            return False
        transport.write(frame)
        return True

    def abort(self) -> None:
        """Ends the connection without waiting for what the device has not taken."""
        self.transport.abort()
