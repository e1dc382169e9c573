# expect: reply-in-pieces
# check: pieces
import socket
import sys
import time

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen(5)
while True:
    c, address = s.accept()
    for byte in c.recv(100):
        c.sendall(bytes([byte]))
        time.sleep(0.03)
    c.close()
