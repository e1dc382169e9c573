# expect: ConnectionRefusedError in line 8 of broken-port.py, `s.connect((host, port))`
import socket, sys

s = socket.socket()
host = socket.gethostname()
port = int(sys.argv[1]) + 1 if int(sys.argv[1]) < 65535 else 1

s.connect((host, port))
print(s.recv(1024).decode())
s.close()
