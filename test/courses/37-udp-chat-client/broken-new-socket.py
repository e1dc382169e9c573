# expect: connections has to be "1", but it is 3
import socket
import sys

server = ("127.0.0.1", int(sys.argv[1]))

while True:
    text = input("Me: ")
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.sendto(text.encode(), server)
    answer, addr = s.recvfrom(1024)
    print("Server: " + answer.decode())
    if text == "bye":
        break
