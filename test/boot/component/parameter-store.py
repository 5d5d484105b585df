# Stands in for Systems Manager inside an instance: answers GetParameter with what /srv/value holds, in the form of the
# API, and leaves what it was asked in /srv/asked.
# usage: parameter-store.py CERTIFICATE_AND_KEY
import http.server, json, ssl, sys


class Ssm(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        with open("/srv/asked", "a") as asked:
            asked.write(json.dumps({"path": self.path, "headers": dict(self.headers), "body": body}) + "\n")
        answer = json.dumps({"Parameter": {"Name": json.loads(body)["Name"], "Type": "SecureString", "Value": open("/srv/value").read().strip()}})
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer.encode())

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 443), Ssm)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1])
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
