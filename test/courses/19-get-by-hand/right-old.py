import socket
mysock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
mysock.connect(('www.example.org', 80))
cmd = 'GET /page.html HTTP/1.0\r\nHost: www.example.org\r\n\r\n'.encode()
mysock.send(cmd)
while True:
    data = mysock.recv(512)
    if len(data) < 1: break
    print(data.decode(), end='')
mysock.close()
