# expect: misconception
# as: names.py
# told: ('
import socket
import sys

question, value = sys.argv[1:]
try:
    if question == "host":
        print(socket.gethostbyname(value))
    elif question == "address":
        print(socket.gethostbyaddr(value))
    elif question == "service":
        print(socket.getservbyname(value, "tcp"))
    elif question == "port":
        print(socket.getservbyport(int(value), "tcp"))
except OSError:
    print("unknown")
