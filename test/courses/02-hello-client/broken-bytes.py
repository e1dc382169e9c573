# expect: but it is "b'hello'\n"
import socket, sys

s = socket.socket()
host = socket.gethostname()
port = int(sys.argv[1])

s.connect((host, port))
print(s.recv(1024))
s.close()
