# expect: The DNS response does not contain an answer to the question: mail.course.test. IN AAAA
import sys

import dns.resolver

resolver = dns.resolver.Resolver(configure=False)
resolver.nameservers = ["127.0.0.1"]
resolver.port = int(sys.argv[1])


def show(name, kind):
    for answer in resolver.resolve(name, kind):
        print(kind, answer.to_text())


show("mail.course.test", "AAAA")
