import socket

for port in [5511, 5512, 5513]:
    knocker = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # Knock at ("127.0.0.1", port), and print the port with "open" or "closed".
    knocker.close()
