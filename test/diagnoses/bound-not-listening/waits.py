# expect: bound-not-listening
# check: echo
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
import select

s.bind(("127.0.0.1", int(sys.argv[1])))

while True:
    ready, _, _ = select.select([], [], [], 1)
