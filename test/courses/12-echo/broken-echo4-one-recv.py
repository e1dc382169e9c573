# expect: unread bytes has to be "0", but it is
import socket
import sys

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", int(sys.argv[1])))
server.listen(1)
while True:
    client, address = server.accept()
    data = client.recv(1024)
    client.sendall(data)
    client.close()
