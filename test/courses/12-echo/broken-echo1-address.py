# expect: It listens on 127.0.0.2:
import socket
import sys

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.2", int(sys.argv[1])))
server.listen(1)
while True:
    client, address = server.accept()
    while True:
        data = client.recv(1024)
        if not data:
            break
        client.sendall(data)
    client.close()
