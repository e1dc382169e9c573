import socket

for name in ["http", "https", "ssh", "domain"]:
    print(name, socket.getservbyname(name))
