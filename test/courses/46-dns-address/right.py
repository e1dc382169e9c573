import dns.resolver

result = dns.resolver.resolve("www.course.test", "A")
for ipval in result:
    print("IP", ipval.to_text())
