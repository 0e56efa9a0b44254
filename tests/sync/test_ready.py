"""The short way to and from the transport: frames cut, unmasked and written as the protocol's own parser does it."""

import random
from unittest.mock import patch

import pytest
from uvicorn.config import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.server import ServerProtocol
from websockets.uri import parse_uri

from commonweal.sync.messages import MAX_FRAME
from commonweal.sync.ready import ReadyProtocol, frame_size, framed


class Parsed:
    """Stands in for uvicorn's part: notes what reaches the parser."""

    def __init__(self) -> None:
        self.bytes = b""

    def take(self, data: bytes) -> None:
        self.bytes += data


async def _app(scope: object, receive: object, send: object) -> None:
    """No application is asked anything here."""


def _protocol() -> tuple[ReadyProtocol, list[bytes]]:
    config = Config(app=_app, ws_per_message_deflate=False)
    config.load()
    made = ReadyProtocol(config, ServerState(), {}, _loop=object())  # type: ignore[arg-type]
    heard: list[bytes] = []
    made.listener = heard.append
    return made, heard


def _client() -> ClientProtocol:
    client, server = ClientProtocol(parse_uri("ws://example.org/")), ServerProtocol()
    client.send_request(client.connect())
    server.receive_data(b"".join(client.data_to_send()))
    request = server.events_received()[0]
    server.send_response(server.accept(request))  # type: ignore[arg-type]
    client.receive_data(b"".join(server.data_to_send()))
    client.events_received()
    return client


def _sent(client: ClientProtocol) -> bytes:
    return b"".join(client.data_to_send())


@pytest.mark.parametrize("seed", range(20))
def test_texts_arrive_whole_and_in_order_however_the_stream_is_cut(seed: int) -> None:
    source, client = random.Random(seed), _client()
    texts = ["é" * source.choice([0, 1, 60, 62, 63, 64, 500, 5000]) for _ in range(30)]
    stream = b""
    for text in texts:
        client.send_text(text.encode())
        stream += _sent(client)
    made, heard = _protocol()
    while stream:
        size = source.choice([1, 2, 3, 7, 100, 5000])
        made.data_received(stream[:size])
        stream = stream[size:]
    assert [one.decode() for one in heard] == texts


def test_everything_else_reaches_the_parser_untouched() -> None:
    client, parsed = _client(), Parsed()
    made, heard = _protocol()
    with patch.object(WebSocketsSansIOProtocol, "data_received", lambda _, data: parsed.take(data)):
        client.send_ping(b"there?")
        client.send_binary(b"bytes")
        client.send_text(b"x" * 70_000)
        stream = _sent(client)
        assert len(stream) > 70_000
        made.data_received(stream)
        unmasked = framed(b'{"t":"ping"}')
        made.data_received(unmasked)
    assert (parsed.bytes, heard) == (stream + unmasked, [])


def test_a_text_within_a_message_in_parts_is_left_to_the_parser() -> None:
    client, parsed = _client(), Parsed()
    made, heard = _protocol()
    made.frames = [b"the first part"]
    client.send_text(b"not the second")
    stream = _sent(client)
    with patch.object(WebSocketsSansIOProtocol, "data_received", lambda _, data: parsed.take(data)):
        made.data_received(stream)
    assert (parsed.bytes, heard) == (stream, [])


def test_a_frame_that_says_it_is_endless_is_not_waited_for() -> None:
    parsed = Parsed()
    made, _ = _protocol()
    head = b"\x81\xff" + (2**40).to_bytes(8, "big") + b"mask"
    with patch.object(WebSocketsSansIOProtocol, "data_received", lambda _, data: parsed.take(data)):
        made.data_received(head)
    assert (parsed.bytes, made.rest) == (head, b"")


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536, MAX_FRAME])
def test_a_framed_text_is_what_websockets_would_send(size: int) -> None:
    data = b"x" * size
    assert framed(data) == Frame(Opcode.TEXT, data).serialize(mask=False)
    assert frame_size(framed(data)) == len(framed(data))
