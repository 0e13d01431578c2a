#!/usr/bin/env bash
# slack_sdk 3.48.0, WebClient and WebhookClient over https, with and without a context in `ssl`.
#
# Guessed: a client that lives long makes one TLS context, or the standard library keeps one. Seen: there is one for each
# call, as urllib opens a connection with http.client, which makes its own; each reads all of the system's certificates.
# A client that is given `ssl=ssl.create_default_context()` reads them once. Against a server on loopback with a bundle of
# some 140 certificates a call took several times the CPU (40 and 2 ms on two quiet cores).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "slack_sdk==3.48.0" "certifi==2026.7.22"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
  -addext "subjectAltName=DNS:localhost" -keyout "$folder/key.pem" -out "$folder/cert.pem" 2>/dev/null
cat "$("$folder/venv/bin/python" -m certifi)" "$folder/cert.pem" >"$folder/bundle.pem"
seen=$(cd "$folder" && SSL_CERT_FILE="$folder/bundle.pem" "$folder/venv/bin/python" - <<'PYTHON'
import http.server
import multiprocessing
import ssl
import time

from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

CALLS = 20


class Answers(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        body = b'{"ok":true}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def serve(ports):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain("cert.pem", "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    ports.put(server.server_address[1])
    server.serve_forever()


read = 0
plain = ssl.SSLContext.set_default_verify_paths


def counted(self):
    global read
    read += 1
    return plain(self)


def measured(call):
    global read
    read, before = 0, time.process_time()
    for _ in range(CALLS):
        call()
    return read, time.process_time() - before


if __name__ == "__main__":
    ssl.SSLContext.set_default_verify_paths = counted
    fork = multiprocessing.get_context("fork")
    ports = fork.Queue()
    server = fork.Process(target=serve, args=(ports,), daemon=True)
    server.start()
    url = f"https://localhost:{ports.get()}/"
    given = ssl.create_default_context()
    for name, make in (
        ("WebClient", lambda ssl: WebClient("xoxb-of-nobody", base_url=url, ssl=ssl).api_test),
        ("WebhookClient", lambda ssl: (lambda client: lambda: client.send(text="x"))(WebhookClient(url, ssl=ssl))),
    ):
        without, slow = measured(make(None))
        with_one, quick = measured(make(given))
        print(f"{name}: certificates read {without} times in {CALLS} calls; with a context {with_one} times;", end=" ")
        print("at least three times the CPU" if slow > 3 * quick else f"only {slow / quick:.1f} times the CPU")
    server.terminate()
PYTHON
)
expected="WebClient: certificates read 20 times in 20 calls; with a context 0 times; at least three times the CPU
WebhookClient: certificates read 20 times in 20 calls; with a context 0 times; at least three times the CPU"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "slack_sdk behaves otherwise now"; exit 1; }
