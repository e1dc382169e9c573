import socket

hostname = socket.gethostname()
address = socket.gethostbyname(hostname)
print("Your Computer Name is: " + hostname)
print("Your IP Address is: " + address)
