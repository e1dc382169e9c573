# expect: wrong-value
# as: names.py
# told: 192.0.2.44
import socket
import sys

question, value = sys.argv[1:]
try:
    if question == "host":
        print(socket.gethostbyname("127.0.0.1"))
    elif question == "address":
        print(socket.gethostbyaddr(value)[0])
    elif question == "service":
        print(socket.getservbyname(value, "tcp"))
    elif question == "port":
        print(socket.getservbyport(int(value), "tcp"))
except OSError:
    print("unknown")
