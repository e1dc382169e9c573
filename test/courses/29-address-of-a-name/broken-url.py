# expect: socket.gaierror in line 6 of broken-url.py, `ip = socket.gethostbyname(url)`
import socket
import sys

url = "https://" + sys.argv[1]
ip = socket.gethostbyname(url)
print("The IP address of", url, "is", ip)
