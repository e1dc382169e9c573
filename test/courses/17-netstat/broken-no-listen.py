# expect: but listen() was never called
import socket
import sys
import time

s = socket.socket()
s.bind(("127.0.0.1", int(sys.argv[1])))
time.sleep(60)
