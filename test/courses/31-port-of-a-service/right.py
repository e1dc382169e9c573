import socket

while True:
    try:
        words = input("service and protocol: ").split()
    except EOFError:
        break
    print(socket.getservbyname(words[0], words[1]))
