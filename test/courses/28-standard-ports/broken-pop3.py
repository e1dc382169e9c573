# expect: output has to contain "POP3 110\n"
ports = {"FTP": 21, "SSH": 22, "Telnet": 23, "SMTP": 25, "DNS": 53, "HTTP": 80, "POP3": 109, "HTTPS": 443}
for name, port in ports.items():
    print(name, port)
