# check: quiet
import socket
import sys
import threading
import time



def work():
    while True:
        sum(range(1000))


def serve(c):
    while data := c.recv(4096):
        time.sleep(0.1)
        c.sendall(data)
    c.close()


threading.Thread(target=work, daemon=True).start()
s = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    c, address = s.accept()
    threading.Thread(target=serve, args=(c,), daemon=True).start()
