import socket

SERVER = ("127.0.0.1", 5551)

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

# Send the name, receive the answer, print it as text, and close.
