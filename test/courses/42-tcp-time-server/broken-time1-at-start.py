# expect: received text has to differ from that of first
import socket
import sys
from datetime import datetime

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen(5)
now = datetime.now().time()

while True:
    clientsocket, addr = s.accept()
    question = clientsocket.recv(1024)
    clientsocket.send(str(now).encode())
    clientsocket.close()
