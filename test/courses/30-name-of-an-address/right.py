import socket

print(socket.gethostbyaddr('127.0.0.1'))
