# expect: output has to contain "https 443\n"
ports = {'http': 80, 'https': 8080, 'ssh': 22, 'domain': 53}

for name in ports:
    print(name, ports[name])
