# expect: one-recv-assumed
# check: client-big
import socket
import sys

with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as s:
    text = s.recv(4096).decode()
print("It said", text)
