# expect: exited-early
# check: echo
import socket
import sys
import threading


def serve():
    s = socket.create_server(("127.0.0.1", int(sys.argv[1])))
    while True:
        c, address = s.accept()
        c.sendall(c.recv(100))
        c.close()


threading.Thread(target=serve, daemon=True).start()
