# expect: with TCP, and the line says udp
import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.bind(("127.0.0.1", int(sys.argv[1])))
sock.listen(1)
conn, addr = sock.accept()
x = conn.recv(1024).decode().split()
conn.send(str(int(x[0]) + int(x[2])).encode())
