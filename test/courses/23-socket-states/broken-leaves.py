# expect: closed has to be "no", but it is "closed"
import socket
import sys
import time

c = socket.socket()
c.connect(("127.0.0.1", int(sys.argv[1])))
print(c.recv(1024).decode())
c.close()
time.sleep(60)
