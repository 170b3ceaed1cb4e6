"""One port for pages and streams: what a form posts reaches the page, whatever the server's door."""

import asyncio

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_body_arrives_from_a_server_that_answers_with_futures():
    from muster.config.asgi import application

    body = b"login=a%40b.example&password=x"
    sent = []
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/account/login/",
        "raw_path": b"/account/login/",
        "root_path": "",
        "query_string": b"",
        "headers": [
            (b"host", b"127.0.0.1"),
            (b"content-type", b"application/x-www-form-urlencoded"),
            (b"content-length", str(len(body)).encode()),
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }

    async def ask():
        loop = asyncio.get_running_loop()

        def receive():
            message = loop.create_future()
            message.set_result({"type": "http.request", "body": body, "more_body": False})
            return message

        async def send(message):
            sent.append(message)

        await asyncio.wait_for(application(scope, receive, send), 30)

    asyncio.run(ask())
    # refused for want of a CSRF token, which is only known once the body was read
    assert sent[0]["status"] == 403
