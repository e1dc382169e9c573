# expect: OSError in line 10 of broken-one-word.py, `port = socket.getservbyname(line)`: service/proto not found
import socket

while True:
    try:
        line = input("service and protocol: ")
    except EOFError:
        break
    # The protocol belongs into a second argument.
    port = socket.getservbyname(line)
    print(port)
