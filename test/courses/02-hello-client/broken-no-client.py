# expect: OSError in line 10 of broken-no-client.py, `c, addr = s.accept()`: [Errno 22] Invalid argument
import socket, sys

# A server's accept() where connect() belongs.
s = socket.socket()
host = socket.gethostname()
port = int(sys.argv[1])

s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
c, addr = s.accept()
print(c.recv(1024).decode())
c.close()
