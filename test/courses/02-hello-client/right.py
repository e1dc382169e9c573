#Client
import socket, sys

s = socket.socket()
host = socket.gethostname()
port = int(sys.argv[1])

s.connect((host, port))
print(s.recv(1024).decode())
s.close
