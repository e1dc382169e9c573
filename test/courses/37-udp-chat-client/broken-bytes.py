# expect: TypeError in line 11 of broken-bytes.py, `print("Server: " + answer)`: can only concatenate str (not "bytes") to str
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server = ("127.0.0.1", int(sys.argv[1]))
while True:
    text = input("Me: ")
    s.sendto(text.encode(), server)
    answer, addr = s.recvfrom(1024)
    print("Server: " + answer)
    if text == "bye":
        break
