# expect: unread bytes has to be "0", but it is 24
import socket
import sys
from datetime import datetime

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen(5)

while True:
    clientsocket, addr = s.accept()
    clientsocket.send(str(datetime.now().time()).encode())
    clientsocket.close()
