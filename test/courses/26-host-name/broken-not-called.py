# expect: <built-in function gethostname>
import socket

hostname = socket.gethostname
print("Your Computer Name is:", hostname)
print("Your IP Address is:", socket.gethostbyname(socket.gethostname()))
