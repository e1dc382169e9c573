ports = {"FTP": 21, "SSH": 22, "Telnet": 23, "SMTP": 25, "DNS": 53, "HTTP": 80, "POP3": 110, "HTTPS": 443}
for name, port in ports.items():
    print(name, port)
